package org.edgeflow.theory.probe.spectrum;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;

/** {@code ‖w‖₂} along a trajectory: for the catapult, {@code ‖w‖²/n} is its tangent kernel. */
public final class ParameterNorm implements Probe {

  @Override
  public List<String> columns() {
    return List.of("parameter_norm");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    values[0] = point.backend().norm(point);
  }

  @Override
  public void visit(Fields fields) {
    // It remembers nothing.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements ProbeFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description("The Euclidean norm of the parameters.");
    }

    @Override
    public Probe create(NoSettings settings, Context context) {
      return new ParameterNorm();
    }
  }
}
