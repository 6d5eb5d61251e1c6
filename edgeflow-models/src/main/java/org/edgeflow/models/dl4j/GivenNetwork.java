package org.edgeflow.models.dl4j;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.util.CrashReportingUtil;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.DifferencedObjective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Builds an objective from a network that DL4J defined: its JSON configuration, with parameters
 * that DL4J draws from the run's seed, or a zip that DL4J saved, with its own parameters.
 *
 * <p>The loss is the network's own, over the whole dataset; the gradient is DL4J's backprop and
 * HVPs are its differences. A network whose score is not one differentiable function of its
 * parameters is refused, by {@link Admission}.
 */
public final class GivenNetwork implements ObjectiveFactory<GivenNetwork.Settings> {

  /** The settings of {@code dl4j}. */
  public record Settings(
      @Setting("A network's configuration, as DL4J's toJson() writes it; this or 'network'.")
          Optional<Path> configuration,
      @Setting("A zip of a network, as DL4J's save() writes it; this or 'configuration'.")
          Optional<Path> network) {
    /** Checks that exactly one is given. */
    public Settings {
      if (configuration.isPresent() == network.isPresent()) {
        throw new IllegalArgumentException(
            (network.isPresent() ? "both" : "neither")
                + " of 'configuration' and 'network' are given, expected one of them");
      }
    }
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Description description() {
    return new Description(
        "A network from a DL4J configuration or zip, differentiated by DL4J; HVPs by differences.");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    TensorBackend backend = context.backend();
    Dataset dataset = context.dataset().orElseThrow();
    NetworkSource source =
        settings
            .network()
            .<NetworkSource>map(NetworkSource.Saved::read)
            .orElseGet(
                () ->
                    NetworkSource.Configuration.read(
                        settings.configuration().orElseThrow(), context.seed()));
    Nd4jRuntime runtime = MultilayerPerceptron.runtime(backend);
    // A crash dump would want libraries that evaluating a network does not.
    CrashReportingUtil.crashDumpsEnabled(false);
    Network network = admitted(source, runtime, dataset, backend);
    NetworkLoss loss = new NetworkLoss(backend, runtime, network, 1, dataset.size());
    double[] start = network.parameters().toDoubleVector();
    Problem problem =
        new Problem(new DifferencedObjective(loss), backend.of(start, start.length), List.of());
    rehearse(source, dataset, problem);
    return problem;
  }

  private static Network admitted(
      NetworkSource source, Nd4jRuntime runtime, Dataset dataset, TensorBackend backend) {
    DataType format = Nd4jRuntime.format(backend.dataType());
    if (source.isGraph()) {
      ComputationGraphConfiguration configuration =
          source.parsed(() -> ComputationGraphConfiguration.fromJson(source.json()));
      Admission.refusal(configuration).ifPresent(reason -> refuse(source, reason));
      Batch batch = batch(source, Admission.of(configuration), runtime, dataset, backend);
      return new Network.Graph(source.graph().convertDataType(format), batch);
    }
    MultiLayerConfiguration configuration =
        source.parsed(() -> MultiLayerConfiguration.fromJson(source.json()));
    Batch batch = batch(source, Admission.of(configuration), runtime, dataset, backend);
    return new Network.Sequential(source.sequential().convertDataType(format), batch);
  }

  private static Batch batch(
      NetworkSource source,
      List<Admission> layers,
      Nd4jRuntime runtime,
      Dataset dataset,
      TensorBackend backend) {
    List<String> reasons =
        layers.stream().map(Admission::refusal).flatMap(Optional::stream).toList();
    if (!reasons.isEmpty()) {
      refuse(source, String.join("; ", reasons));
    }
    InputFit fit = InputFit.of(layers);
    fit.refusal(dataset).ifPresent(reason -> refuse(source, reason));
    if (!fit.images()) {
      return Batch.rows(runtime, dataset, backend.dataType());
    }
    Batch images = Batch.images(runtime, dataset, backend.dataType());
    return fit.channelsLast() ? images.channelsLast() : images;
  }

  /** Evaluates once, so that what does not fit is found before the run and not in it. */
  private static void rehearse(NetworkSource source, Dataset dataset, Problem problem) {
    Tensor gradient = problem.objective().backend().zeros(problem.start().size());
    try {
      problem.objective().lossAndGradient(problem.start(), gradient);
    } catch (RuntimeException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      ConfigException refusal =
          NetworkSource.refused(
              source.file(),
              "cannot be evaluated on dataset '"
                  + dataset.name()
                  + "' (examples of shape "
                  + Arrays.toString(dataset.shape())
                  + ", "
                  + dataset.classes().size()
                  + " classes): "
                  + reason.lines().findFirst().orElse(reason),
              e);
      throw refusal;
    }
  }

  private static void refuse(NetworkSource source, String reason) {
    throw NetworkSource.refused(source.file(), "cannot be an objective: " + reason, null);
  }
}
