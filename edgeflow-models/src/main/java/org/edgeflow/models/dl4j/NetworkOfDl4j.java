package org.edgeflow.models.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.util.CrashReportingUtil;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.DifferencedObjective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.dl4j.backprop.Batch;
import org.edgeflow.models.dl4j.backprop.Network;
import org.edgeflow.models.dl4j.backprop.NetworkLoss;
import org.edgeflow.models.dl4j.compile.Compilation;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link GivenNetworkFactory} does with DL4J. It stands apart so that the other can be loaded
 * where DL4J is not on the class path.
 */
final class NetworkOfDl4j {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkOfDl4j.class);

  /** Relative to the gradient's length: what steps along it would not survive unnoticed. */
  private static final double LARGEST_SLOPE_ERROR = 1e-3;

  private static final double ASYMMETRY_TO_TELL = 1e-3;

  private NetworkOfDl4j() {}

  static Problem problem(GivenNetworkFactory.Settings settings, ObjectiveFactory.Context context) {
    TensorBackend backend = context.backend();
    Dataset dataset = context.dataset().orElseThrow();
    NetworkSource source =
        settings
            .network()
            .<NetworkSource>map(NetworkSource.Saved::read)
            .orElseGet(
                () ->
                    NetworkSource.Configured.read(
                        settings.configuration().orElseThrow(), context.seed()));
    Nd4jRuntime runtime = Nd4jRuntime.open();
    // A crash dump would want libraries that evaluating a network does not.
    CrashReportingUtil.crashDumpsEnabled(false);
    Network network = admitted(source, runtime, dataset, backend);
    if (settings.engine() == Engine.EXACT) {
      Compilation compiled = network.compile(dataset);
      if (compiled.obstacle().isEmpty()) {
        return NetworkProblem.of(
            backend,
            compiled.graph().orElseThrow(),
            dataset,
            network.parameters().toDoubleVector(),
            compiled.order(),
            settings.work().options().within(context));
      }
      requireRightGradient(source, compiled.obstacle());
      reportFallback(compiled.obstacle().get());
    }
    requireRightGradient(source, Optional.empty());
    NetworkLoss loss = new NetworkLoss(backend, runtime, network, 1, dataset.size());
    double[] start = network.parameters().toDoubleVector();
    Problem problem =
        new Problem(new DifferencedObjective(loss), backend.of(start, start.length), List.of());
    rehearse(source, dataset, problem);
    if (loss.loss(problem.start()) == 0) {
      NetworkProblem.reportOneClass(dataset);
    }
    compareDerivatives(source, problem);
    return problem;
  }

  /** DL4J's gradient of self-attention is a third off its loss's slope. */
  private static void requireRightGradient(NetworkSource source, Optional<String> obstacle) {
    List<Admission> layers =
        source.configuration().graph()
            ? Admission.of(source.graph())
            : Admission.of(source.sequential());
    for (Admission layer : layers) {
      if (layer.layer() instanceof SelfAttentionLayer) {
        refuse(
            source,
            layer.name()
                + " has a gradient in DL4J that is not its loss's, so that the exact engine alone"
                + " differentiates it; "
                + obstacle.map(o -> "but " + o).orElse("set 'engine: exact'"));
      }
    }
  }

  private static void reportFallback(String obstacle) {
    LOG.warn(
        "objective dl4j: DL4J's backprop and differenced Hessian-vector products stand in for the"
            + " exact engine, because {}",
        obstacle);
  }

  /** Refuses a gradient that is another function's, and says what else is not as it should be. */
  private static void compareDerivatives(NetworkSource source, Problem problem) {
    DerivativeCheck.Finding found = DerivativeCheck.near(problem.objective(), problem.start());
    boolean wide = problem.objective().backend().dataType() == DataType.FLOAT64;
    // Differences in float32 tell a hundred times less.
    double coarser = wide ? 1 : 100;
    if (found.error() > coarser * LARGEST_SLOPE_ERROR) {
      refuse(
          source,
          found.disagreement().orElseThrow()
              + ". Use an activation or loss that the exact engine has ('engine: exact')");
    }
    found
        .disagreement()
        .ifPresent(
            text ->
                LOG.warn(
                    "objective dl4j: {}: {}; figures are no better than that",
                    source.file(),
                    text));
    if (found.asymmetry() > coarser * ASYMMETRY_TO_TELL) {
      LOG.warn(
          "objective dl4j: {}: the Hessian-vector products by differences are not symmetric: two"
              + " that should be equal differ by {} of their size; eigenvalues are no better than"
              + " that",
          source.file(),
          String.format(Locale.ROOT, "%.1e", found.asymmetry()));
    }
  }

  private static Network admitted(
      NetworkSource source, Nd4jRuntime runtime, Dataset dataset, TensorBackend backend) {
    NetworkBuilder builder = new NetworkBuilder(source, runtime, backend.dataType());
    if (source.configuration().graph()) {
      ComputationGraphConfiguration configuration = source.graph();
      Admission.refusal(configuration).ifPresent(reason -> refuse(source, reason));
      Batch batch = batch(source, Admission.of(configuration), runtime, dataset, backend);
      return new Network.Graph(builder.graph(configuration), batch);
    }
    MultiLayerConfiguration configuration = source.sequential();
    Batch batch = batch(source, Admission.of(configuration), runtime, dataset, backend);
    return new Network.Sequential(builder.sequential(configuration), batch);
  }

  private static Batch batch(
      NetworkSource source,
      List<Admission> layers,
      Nd4jRuntime runtime,
      Dataset dataset,
      TensorBackend backend) {
    List<String> reasons =
        Stream.concat(
                source.configuration().refusals().stream(),
                layers.stream().map(Admission::refusal).flatMap(Optional::stream))
            .toList();
    if (!reasons.isEmpty()) {
      refuse(source, String.join("; ", reasons));
    }
    InputFit fit = InputFit.of(layers);
    fit.refusal(dataset).ifPresent(reason -> refuse(source, reason));
    DataType format = backend.dataType();
    return switch (fit.layout()) {
      case ROWS -> Batch.rows(runtime, dataset, format);
      case IMAGES -> Batch.images(runtime, dataset, format);
      case IMAGES_CHANNELS_LAST -> Batch.images(runtime, dataset, format).channelsLast();
      case SEQUENCES -> Batch.sequences(runtime, dataset, format);
    };
  }

  /** Evaluates once, so that what does not fit is found before the run and not in it. */
  private static void rehearse(NetworkSource source, Dataset dataset, Problem problem) {
    Tensor gradient = problem.objective().backend().zeros(problem.start().size());
    try {
      problem.objective().lossAndGradient(problem.start(), gradient);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
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
                  + NetworkSource.reason(e),
              e);
      throw refusal;
    }
  }

  private static void refuse(NetworkSource source, String reason) {
    throw NetworkSource.refused(source.file(), "cannot be an objective: " + reason, null);
  }
}
