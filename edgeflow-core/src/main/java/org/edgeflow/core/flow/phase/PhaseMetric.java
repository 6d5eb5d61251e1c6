package org.edgeflow.core.flow.phase;

import java.util.Optional;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * How an oscillation of phase space is measured, at one point of it. Its length is that of {@code
 * (u, τ a)}, with a scale τ that is the flow's to choose: a mode below the edge may turn in phase
 * space, and then its displacement passes through 0 while its average does not. Without an average
 * it is the length of u, which the flow keeps at 1.
 *
 * <p>A mode that P couples, {@code Ku = s̃ Pu}, has the displacement u and the average Pu, and is
 * orthogonal to the others of the same P in the sense of P.
 */
public final class PhaseMetric {
  private final TensorBackend backend;
  private final boolean plain;
  private final Optional<Tensor> dualRoom;
  private PhasePoint at;
  private double scale;
  private double square = 1;
  private double dualSquare = 1;

  /** The metric of a rule. */
  public PhaseMetric(UpdateRule rule, TensorBackend backend, int dimension) {
    this.backend = backend;
    this.plain = rule.isGradientDescent();
    this.dualRoom =
        rule.scaling().kind() == Scaling.Kind.NONE
            ? Optional.empty()
            : Optional.of(backend.zeros(dimension));
  }

  /** Goes to a point, at which the map has been evaluated. */
  public void moveTo(PhasePoint point, Optional<Tensor> preconditioner, double averageScale) {
    at = point;
    scale = averageScale * averageScale;
    dualRoom.ifPresent(
        room ->
            backend
                .kernels()
                .elementwise()
                .multiply(preconditioner.orElseThrow(), point.direction, room));
    if (!plain) {
      square = length2(point.direction, point.averageOscillation, averageScale);
      dualSquare = backend.dot(dual(), point.direction);
    }
  }

  /** {@code ‖u‖² + τ² ‖a‖²}. */
  public static double length2(Tensor direction, Optional<Tensor> average, double averageScale) {
    TensorBackend backend = direction.backend();
    return backend.dot(direction, direction)
        + average.map(a -> averageScale * averageScale * backend.dot(a, a)).orElse(0.0);
  }

  /**
   * How much of a change of (u, a) goes along (u, a).
   *
   * @param ofDirection not modified
   * @param ofAverage not modified
   */
  public double share(Tensor ofDirection, Optional<Tensor> ofAverage) {
    double sum = backend.dot(at.direction, ofDirection);
    if (ofAverage.isPresent()) {
      sum += scale * backend.dot(at.averageOscillation.orElseThrow(), ofAverage.get());
    }
    return plain ? sum : sum / square;
  }

  /** {@code Pu}, live. */
  public Tensor dual() {
    return dualRoom.orElse(at.direction);
  }

  /** {@code uᵀPu}. */
  public double dualSquare() {
    return dualSquare;
  }

  /** The part along u of a displacement x: {@code uᵀPx / uᵀPu}. */
  public double along(Tensor x) {
    return backend.dot(dual(), x) / dualSquare;
  }

  /** The part along Pu of an average x: {@code uᵀx / uᵀPu}. */
  public double averageAlong(Tensor x) {
    return backend.dot(at.direction, x) / dualSquare;
  }
}
