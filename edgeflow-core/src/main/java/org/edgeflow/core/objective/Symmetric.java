package org.edgeflow.core.objective;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** The results of {@link Objective#symmetric}, in tensors that the caller owns and reuses. */
public final class Symmetric {
  private final Tensor meanGradient;
  private final Tensor halfDifference;
  private final Tensor hessianVector;
  private final Tensor endpoint;
  private double lossPlus = Double.NaN;
  private double lossMinus = Double.NaN;
  private double centreLoss = Double.NaN;
  private Cost cost = Cost.NONE;

  /** What is wanted beside the two losses and the mean gradient. */
  public enum Request {
    /** The curvature at the centre, {@code H(c) u}: one HVP. */
    HESSIAN_VECTOR(true, false),
    /** The curvature of the chord, {@code ½ (g+ − g−)}: nothing more to evaluate. */
    HALF_DIFFERENCE(false, true),
    /** Both. */
    BOTH(true, true);

    private final boolean hessianVector;
    private final boolean halfDifference;

    Request(boolean hessianVector, boolean halfDifference) {
      this.hessianVector = hessianVector;
      this.halfDifference = halfDifference;
    }

    /** Whether {@code H(c) u} is wanted. */
    public boolean hessianVector() {
      return hessianVector;
    }

    /** Whether {@code ½ (g+ − g−)} is wanted. */
    public boolean halfDifference() {
      return halfDifference;
    }

    /** What it costs where nothing is saved: two gradients, and one HVP where it is wanted. */
    public Cost cost() {
      return new Cost(0, 2, hessianVector ? 1 : 0);
    }
  }

  /** Allocates room for results of one dimension. */
  public Symmetric(TensorBackend backend, int dimension) {
    meanGradient = backend.zeros(dimension);
    halfDifference = backend.zeros(dimension);
    hessianVector = backend.zeros(dimension);
    endpoint = backend.zeros(dimension);
  }

  /** {@code ½ (g(c + ru) + g(c − ru))}. */
  public Tensor meanGradient() {
    return meanGradient;
  }

  /** {@code ½ (g(c + ru) − g(c − ru))}, where requested. */
  public Tensor halfDifference() {
    return halfDifference;
  }

  /** {@code H(c) u}, where requested. */
  public Tensor hessianVector() {
    return hessianVector;
  }

  /** {@code L(c + ru)}. */
  public double lossPlus() {
    return lossPlus;
  }

  /** {@code L(c − ru)}. */
  public double lossMinus() {
    return lossMinus;
  }

  /** The symmetrized loss {@code L_sym(c; ru) = ½ (L(c + ru) + L(c − ru))}. */
  public double loss() {
    return 0.5 * (lossPlus + lossMinus);
  }

  /** {@code L(c)}, where the product at the centre has it for nothing; else NaN. */
  public double centreLoss() {
    return centreLoss;
  }

  /** Records the endpoint losses; for implementations of {@link Objective#symmetric}. */
  public void setLosses(double plus, double minus) {
    lossPlus = plus;
    lossMinus = minus;
    centreLoss = Double.NaN;
  }

  /** Records the loss at the centre, after the endpoints'. */
  public void setCentreLoss(double loss) {
    centreLoss = loss;
  }

  /** What the evaluation took. */
  public Cost cost() {
    return cost;
  }

  /**
   * Records what the evaluation takes: whoever counts sets what the request says, before; an
   * implementation of {@link Objective#symmetric} that got everything for less sets that.
   */
  public void setCost(Cost taken) {
    cost = taken;
  }

  /** Scratch space for implementations of {@link Objective#symmetric}. */
  public Tensor endpoint() {
    return endpoint;
  }
}
