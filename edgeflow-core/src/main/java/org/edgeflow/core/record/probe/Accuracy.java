package org.edgeflow.core.record.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;

/**
 * The share of examples whose label has the largest output, along a trajectory: of the training
 * examples, and of those that the config's {@code test-dataset} holds out. It costs one pass
 * forwards over each, and no gradient.
 */
public final class Accuracy implements Probe {
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
    public Class<NoSettings> settings() {
      return NoSettings.class;
    }

    @Override
    public Description description() {
      return new Description(
          "The share of the training examples that is classified as labelled, and of the"
              + " 'test-dataset' where the config has one.");
    }

    @Override
    public Probe create(NoSettings settings, Context context) {
      ToDoubleFunction<Tensor> training =
          context
              .objective()
              .accuracy()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "the probe 'accuracy' needs a network that classifies examples and that"
                              + " the exact engine evaluates ('engine: exact'); this objective has"
                              + " none."));
      return new Accuracy(training, context.heldOut());
    }
  }
}
