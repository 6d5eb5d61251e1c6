package org.edgeflow.core.record.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The share of examples whose label has the largest output, along a trajectory: of the training
 * examples, and of those that the config's {@code test-dataset} holds out. It costs one pass
 * forwards over each, and no gradient. Where the objective does not say what it finds, the columns
 * stay empty, and a warning says so.
 */
public final class Accuracy implements Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Accuracy.class);

  private final ToDoubleFunction<Tensor> training;
  private final Optional<ToDoubleFunction<Tensor>> heldOut;

  private Accuracy(ToDoubleFunction<Tensor> training, Optional<ToDoubleFunction<Tensor>> heldOut) {
    this.training = training;
    this.heldOut = heldOut;
  }

  @Override
  public List<String> columns() {
    return heldOut.isPresent() ? List.of("accuracy", "test_accuracy") : List.of("accuracy");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    values[0] = training.applyAsDouble(point);
    heldOut.ifPresent(examples -> values[1] = examples.applyAsDouble(point));
  }

  @Override
  public void visit(Fields fields) {
    // It remembers nothing.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements ProbeFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description(
          "The share of the training examples that is classified as labelled, and of the"
              + " 'test-dataset' where the config has one.");
    }

    @Override
    public boolean asksAboutExamples() {
      return true;
    }

    @Override
    public Probe create(NoSettings settings, Context context) {
      Optional<ToDoubleFunction<Tensor>> training = context.objective().accuracy();
      if (training.isEmpty()) {
        LOG.warn(
            "the probe 'accuracy' finds nothing here: it needs a network that classifies examples"
                + " and that the exact engine evaluates ('engine: exact')");
      }
      return new Accuracy(training.orElse(point -> Double.NaN), context.heldOut());
    }
  }
}
