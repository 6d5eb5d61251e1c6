package org.edgeflow.models.dl4j;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.edgeflow.core.descent.EdgeDescent;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.dl4j.backprop.Batch;
import org.edgeflow.models.dl4j.backprop.Network;
import org.edgeflow.models.dl4j.backprop.NetworkLoss;
import org.edgeflow.models.dl4j.file.grammar.BadNetworkException;
import org.edgeflow.models.dl4j.file.grammar.NetworkGrammar;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Edge Gradient Descent in an ordinary DL4J training loop, in place of the network's own {@code
 * fit}:
 *
 * <pre>{@code
 * var descent = EdgeGradientDescent.of(net, 0.5, EdgeDescent.Settings.of(2, EdgeDescent.Control.HOLD));
 * for (int epoch = 0; epoch < 100; epoch++) {
 *   double loss = descent.fit(everything);
 * }
 * }</pre>
 *
 * <p>Each call is one iteration on the full batch ({@link EdgeDescent} says at what cost; a product
 * of DL4J's is two gradients). The network then holds the new parameters, its score is the loss
 * before them, and its listeners have been told. The network's own updater is not used. Between
 * calls the parameters belong to this object: one that others have moved goes on from where it was.
 *
 * <p>One thread uses it, as it does the network.
 */
public final class EdgeGradientDescent {
  private final Model model;
  private final INDArray parameters;
  private final Function<Batch, Network> fed;
  private final double learningRate;
  private final EdgeDescent.Settings settings;
  private final TensorBackend backend;
  private final Nd4jRuntime runtime = Nd4jRuntime.open();
  private final Counter counter;
  private Optional<Training> training = Optional.empty();

  /** What begins with the first data. */
  private record Training(
      DataSet data, Network network, NetworkLoss loss, EdgeDescent descent, Tensor iterate) {}

  /** How DL4J's two kinds of network count and tell. */
  private record Counter(
      IntSupplier taken,
      IntConsumer setTaken,
      IntSupplier epoch,
      Supplier<Collection<TrainingListener>> listeners,
      DoubleConsumer score) {

    int next() {
      int next = taken.getAsInt() + 1;
      setTaken.accept(next);
      return next;
    }
  }

  private EdgeGradientDescent(
      Model model,
      Function<Batch, Network> fed,
      Counter counter,
      double learningRate,
      EdgeDescent.Settings settings) {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "the learning rate is " + learningRate + ", expected a positive number");
    }
    this.model = model;
    this.parameters = model.params();
    this.fed = fed;
    this.counter = counter;
    this.learningRate = learningRate;
    this.settings = settings;
    this.backend = new HeapBackend(format(parameters));
  }

  /**
   * For a network whose layers follow one another.
   *
   * @param network initialized; trained by this object from now on
   * @param learningRate η
   * @throws IllegalArgumentException if DL4J's gradient of it is not that of one function of its
   *     parameters, saying which layer is why
   */
  public static EdgeGradientDescent of(
      MultiLayerNetwork network, double learningRate, EdgeDescent.Settings settings) {
    admit(
        network.getLayerWiseConfigurations().toJson(),
        Admission.of(network.getLayerWiseConfigurations()),
        Optional.empty());
    Counter counter =
        new Counter(
            () -> network.getLayerWiseConfigurations().getIterationCount(),
            taken -> network.getLayerWiseConfigurations().setIterationCount(taken),
            network::getEpochCount,
            network::getListeners,
            network::setScore);
    return new EdgeGradientDescent(
        network, batch -> new Network.Sequential(network, batch), counter, learningRate, settings);
  }

  /**
   * For a graph with one input and one output.
   *
   * @param network initialized; trained by this object from now on
   * @param learningRate η
   * @throws IllegalArgumentException likewise
   */
  public static EdgeGradientDescent of(
      ComputationGraph network, double learningRate, EdgeDescent.Settings settings) {
    admit(
        network.getConfiguration().toJson(),
        Admission.of(network.getConfiguration()),
        Admission.refusal(network.getConfiguration()));
    Counter counter =
        new Counter(
            () -> network.getConfiguration().getIterationCount(),
            taken -> network.getConfiguration().setIterationCount(taken),
            () -> network.getConfiguration().getEpochCount(),
            network::getListeners,
            network::setScore);
    return new EdgeGradientDescent(
        network, batch -> new Network.Graph(network, batch), counter, learningRate, settings);
  }

  // The grammar of files knows the settings by which a network's score is none of its parameters.
  private static void admit(String json, List<Admission> layers, Optional<String> ends) {
    List<String> settings;
    try {
      settings = NetworkGrammar.check(json).refusals();
    } catch (BadNetworkException unknown) {
      throw new IllegalArgumentException(
          "edge gradient descent cannot train this network: it " + unknown.getMessage(), unknown);
    }
    List<String> reasons =
        Stream.of(
                ends.stream().map(reason -> "it " + reason),
                settings.stream(),
                layers.stream().map(Admission::refusal).flatMap(Optional::stream))
            .flatMap(each -> each)
            .toList();
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException(
          "edge gradient descent cannot train this network: " + String.join("; ", reasons) + ".");
    }
  }

  private static DataType format(INDArray parameters) {
    return switch (parameters.dataType()) {
      case FLOAT -> DataType.FLOAT32;
      case DOUBLE -> DataType.FLOAT64;
      default ->
          throw new IllegalArgumentException(
              "the network's parameters are "
                  + parameters.dataType()
                  + ", expected FLOAT or DOUBLE: network.convertDataType(DataType.FLOAT)");
    };
  }

  /**
   * One iteration.
   *
   * @param data every example, the same object at every call; not modified
   * @return the loss before it, DL4J's score on the data
   * @throws IllegalArgumentException if the data is another, or an oscillation that is to be
   *     steered cannot be resolved
   * @throws org.edgeflow.core.flow.FlowStoppedException if steps within a tolerance become too
   *     short; the network then holds the parameters of the iteration before
   */
  public double fit(DataSet data) {
    Training now = training.orElseGet(() -> begin(data));
    if (now.data() != data) {
      throw new IllegalArgumentException(
          "edge gradient descent sees all examples at every step, and this DataSet is another than"
              + " the first; give it the same one, or train anew with the other");
    }
    training = Optional.of(now);
    // Somebody may have shown the network other inputs meanwhile.
    now.network().feed();
    double loss;
    try {
      loss = now.descent().step(now.loss(), now.iterate());
    } finally {
      store(now.iterate());
    }
    counter.score().accept(loss);
    int iteration = counter.next();
    counter
        .listeners()
        .get()
        .forEach(listener -> listener.iterationDone(model, iteration, counter.epoch().getAsInt()));
    return loss;
  }

  private Training begin(DataSet data) {
    Batch batch = new Batch(data.getFeatures(), data.getLabels());
    Network network = fed.apply(batch);
    NetworkLoss loss = new NetworkLoss(backend, runtime, network, 1, data.numExamples());
    double[] values = parameters.toDoubleVector();
    Tensor iterate = backend.of(values, values.length);
    EdgeDescent descent = new EdgeDescent(settings, learningRate, backend, values.length);
    try {
      descent.begin(loss, iterate);
    } finally {
      store(iterate);
    }
    return new Training(data, network, loss, descent, iterate);
  }

  private void store(Tensor iterate) {
    double[] values = new double[iterate.size()];
    backend.read(iterate, values);
    runtime.write(values, parameters);
  }

  /** r, the magnitude of the oscillation about the parameters; NaN before the first iteration. */
  public double magnitude() {
    return training.map(now -> now.descent().magnitude()).orElse(Double.NaN);
  }
}
