package org.edgeflow.core.experiment;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.Part;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Examples that nobody trains on, and how many of them a point of the training's problem classifies
 * as labelled. The network is built a second time on them, in its own parameters: those of the
 * training may be turned into the row space of other examples.
 *
 * @param dataset the examples
 * @param accuracy from the training problem's parameters
 */
record HeldOut(Dataset dataset, ToDoubleFunction<Tensor> accuracy) {

  /**
   * What the config holds out, if anything.
   *
   * @throws ConfigException if these examples are no such as the training's
   */
  static Optional<HeldOut> of(ExperimentPlan plan, TensorBackend backend, Problem training) {
    return plan.testDataset().map(part -> of(part, plan, backend, training));
  }

  private static HeldOut of(
      Part<Supplier<Dataset>> part, ExperimentPlan plan, TensorBackend backend, Problem training) {
    Dataset dataset = Experiment.at(part.origin(), part.configured());
    ObjectiveFactory.Context context =
        new ObjectiveFactory.Context(backend, Optional.of(dataset), plan.settings().seed(), true);
    Problem test = Experiment.at(part.origin(), () -> plan.objective().configured().apply(context));
    int outside = training.export().apply(training.start()).length;
    if (test.start().size() != outside) {
      throw new ConfigException(
          part.origin()
              + ": on these examples the network has "
              + test.start().size()
              + " parameters, on those of 'dataset' "
              + outside
              + ": 'test-dataset' needs the same kind of examples, and as many classes.");
    }
    ToDoubleFunction<Tensor> share =
        test.objective()
            .accuracy()
            .orElseThrow(
                () ->
                    new ConfigException(
                        part.origin()
                            + ": 'test-dataset' is for networks that classify examples and that the"
                            + " exact engine evaluates ('engine: exact'); objective '"
                            + plan.objective().type()
                            + "' is none here."));
    Tensor parameters = backend.zeros(outside);
    return new HeldOut(
        dataset,
        point -> {
          backend.write(training.export().apply(point), parameters);
          return share.applyAsDouble(parameters);
        });
  }
}
