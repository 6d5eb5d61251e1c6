package org.edgeflow.spark.batch;

import java.io.Serializable;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What is to be evaluated on every part: a point, and what is wanted there. All that an objective
 * answers in one call goes in one round, for a round costs more than its numbers.
 *
 * @param kind what is wanted
 * @param point parameters: w, or the centre c
 * @param direction the vector of a product, or u; empty for none
 * @param magnitude r
 */
record Evaluation(Kind kind, double[] point, double[] direction, double magnitude)
    implements Serializable {
  private static final double[] NONE = {};

  /** What is wanted. Each is a list of numbers that are means over examples. */
  enum Kind {
    /** {@code L(w)}. */
    LOSS,
    /** {@code L(w)}, then {@code g(w)}. */
    GRADIENT,
    /** {@code H(w) v}. */
    PRODUCT,
    /** {@code L(w+)}, {@code L(w−)}, what it took, the mean gradient, {@code H(c) u}. */
    SYMMETRIC_HESSIAN_VECTOR,
    /** {@code L(w+)}, {@code L(w−)}, what it took, the mean gradient, the half difference. */
    SYMMETRIC_HALF_DIFFERENCE,
    /** {@code L(w±)}, what it took, the mean gradient, the half difference, {@code H(c) u}. */
    SYMMETRIC_BOTH;

    static Kind of(Symmetric.Request request) {
      return switch (request) {
        case HESSIAN_VECTOR -> SYMMETRIC_HESSIAN_VECTOR;
        case HALF_DIFFERENCE -> SYMMETRIC_HALF_DIFFERENCE;
        case BOTH -> SYMMETRIC_BOTH;
      };
    }

    private Symmetric.Request request() {
      return switch (this) {
        case SYMMETRIC_HESSIAN_VECTOR -> Symmetric.Request.HESSIAN_VECTOR;
        case SYMMETRIC_HALF_DIFFERENCE -> Symmetric.Request.HALF_DIFFERENCE;
        default -> Symmetric.Request.BOTH;
      };
    }
  }

  static Evaluation at(Kind kind, Tensor point) {
    return new Evaluation(kind, values(point), NONE, 0);
  }

  static Evaluation along(Kind kind, Tensor point, Tensor direction, double magnitude) {
    return new Evaluation(kind, values(point), values(direction), magnitude);
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  /**
   * Evaluates.
   *
   * @param weight of these examples among all
   * @return what is wanted, times the weight
   */
  double[] of(Objective objective, double weight) {
    TensorBackend backend = objective.backend();
    int dimension = objective.dimension();
    Tensor w = backend.of(point, dimension);
    double[] found =
        switch (kind) {
          case LOSS -> new double[] {objective.loss(w)};
          case GRADIENT -> {
            Tensor gradient = backend.zeros(dimension);
            double loss = objective.lossAndGradient(w, gradient);
            yield joined(new double[] {loss}, gradient);
          }
          case PRODUCT -> {
            Tensor product = backend.zeros(dimension);
            objective.hessianVector(w, backend.of(direction, dimension), product);
            yield joined(NONE, product);
          }
          default -> symmetric(objective, w);
        };
    for (int i = 0; i < found.length; i++) {
      found[i] *= weight;
    }
    return found;
  }

  private double[] symmetric(Objective objective, Tensor centre) {
    TensorBackend backend = objective.backend();
    Symmetric out = new Symmetric(backend, objective.dimension());
    Symmetric.Request request = kind.request();
    // Every part takes the same: it depends on point, direction and magnitude.
    out.setCost(request.cost());
    objective.symmetric(
        centre, backend.of(direction, objective.dimension()), magnitude, request, out);
    Cost cost = out.cost();
    double[] head = {out.lossPlus(), out.lossMinus(), cost.gradients(), cost.hessianVectors()};
    double[] found = joined(head, out.meanGradient());
    if (request.halfDifference()) {
      found = joined(found, out.halfDifference());
    }
    return request.hessianVector() ? joined(found, out.hessianVector()) : found;
  }

  private static double[] joined(double[] head, Tensor tail) {
    double[] all = java.util.Arrays.copyOf(head, head.length + tail.size());
    System.arraycopy(values(tail), 0, all, head.length, tail.size());
    return all;
  }
}
