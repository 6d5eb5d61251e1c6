package org.edgeflow.bench.tally;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/** Opens the backend {@code tally}. */
public final class TallyFactory implements BackendFactory<TallyFactory.Settings> {

  /** How the backend works whose operations are to be counted. */
  public record Settings(
      @Setting(value = "Its threads.", byDefault = "1", atLeast = 1) int threads,
      @Setting(
              value = "How many elements of one tensor it works on fast.",
              byDefault = "131072",
              atLeast = 1)
          int reach) {}

  @Override
  public Description description() {
    return new Description("Computes nothing: counts what an evaluation asks of a backend.");
  }

  @Override
  public TensorBackend create(Settings settings, DataType dataType) {
    return new Tally(dataType, settings.threads(), settings.reach());
  }

  @Override
  public Availability availability() {
    return new Availability(true, "counts operations");
  }
}
