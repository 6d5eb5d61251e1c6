package org.edgeflow.theory.probe.orbit;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The free energy of gradient descent's oscillation (arXiv 2606.05326) at the centre A of two steps
 * from a point, with {@code Σ = δδᵀ} of these steps:
 *
 * <pre>
 *   averaged loss  L(A) + ½ ⟨H(A), Σ⟩
 *   free energy    L(A) + ½ ⟨H(A), Σ⟩ − tr Σ/η
 *   potential Ψ    ½ [L(A + δ) + L(A − δ)] − ‖δ‖²/η
 * </pre>
 *
 * <p>The source's entropic term was not to be had; {@code −tr Σ/η} is ours, the term with which the
 * free energy is the potential to second order in δ. Three gradients or losses and one HVP more
 * than two steps.
 */
public final class FreeEnergy implements Probe {
  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;
  private final LocalOscillation local;
  private final Tensor room;

  FreeEnergy(Objective objective, double learningRate) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.local = new LocalOscillation(objective, learningRate);
    this.room = backend.zeros(objective.dimension());
  }

  @Override
  public List<String> columns() {
    return List.of("averaged_loss", "free_energy", "free_potential");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    local.from(point);
    Tensor delta = local.oscillation();
    objective.hessianVector(local.centre(), delta, room);
    double bending = 0.5 * backend.dot(delta, room);
    double spring = backend.dot(delta, delta) / learningRate;
    double loss = objective.loss(local.centre());
    backend.combine(1, local.centre(), 1, delta, room);
    double sides = objective.loss(room);
    backend.combine(1, local.centre(), -1, delta, room);
    sides += objective.loss(room);
    values[0] = loss + bending;
    values[1] = loss + bending - spring;
    values[2] = 0.5 * sides - spring;
  }

  @Override
  public void visit(Fields fields) {
    // It remembers nothing.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements OrbitProbeFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description(
          "The loss averaged over gradient descent's oscillation, and its free energy.",
          "arXiv 2606.05326; the entropic term is ours");
    }

    @Override
    public Probe create(NoSettings settings, Context context) {
      return new FreeEnergy(context.objective(), context.rule().learningRate());
    }
  }
}
