package org.edgeflow.models.dl4j;

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
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.dl4j.compile.Compilation;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.network.Engine;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link GivenNetwork} does with DL4J. It stands apart so that the other can be loaded where
 * DL4J is not on the class path.
 */
final class NetworkOfDl4j {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkOfDl4j.class);

  private NetworkOfDl4j() {}

  static Problem problem(GivenNetwork.Settings settings, ObjectiveFactory.Context context) {
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
            new EngineOptions(
                settings.batchBlock(),
                settings.deterministic(),
                settings.rowSpace(),
                settings.sharedProducts()));
      }
      reportFallback(compiled.obstacle().get());
    }
    NetworkLoss loss = new NetworkLoss(backend, runtime, network, 1, dataset.size());
    double[] start = network.parameters().toDoubleVector();
    Problem problem =
        new Problem(new DifferencedObjective(loss), backend.of(start, start.length), List.of());
    rehearse(source, dataset, problem);
    return problem;
  }

  private static void reportFallback(String obstacle) {
    LOG.warn(
        "objective dl4j: DL4J's backprop and differenced Hessian-vector products stand in for the"
            + " exact engine, because {}",
        obstacle);
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
