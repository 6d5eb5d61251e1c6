package org.edgeflow.core.spectral;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Davidson's correction {@code t = −(M − θ)⁻¹ r} of a Ritz vector with residual r, where {@code M =
 * Σ λⱼ uⱼuⱼᵀ + μ (I − Σ uⱼuⱼᵀ)} is what past products have taught of the operator beside the
 * tracked pairs: the Ritz pairs {@code (λⱼ, uⱼ)} that came next, and the mean μ of the rest, the
 * Rayleigh quotient of past corrections. M lags behind a drifting operator, which costs speed and
 * nothing else. A correction needs no product.
 *
 * <p>Source: E. R. Davidson, J. Comput. Phys. 17 (1975) 87; deflation of a preconditioner by
 * approximate eigenvectors.
 */
final class DavidsonCorrection implements Snapshot.Part {
  /** No denominator is smaller than this part of the largest |θ|: it bounds the step. */
  private static final double SMALLEST_GAP = 0.05;

  private static final double MEMORY = 0.7;
  private static final double INDEPENDENT = 0.5;

  private final TensorBackend backend;
  private final int dimension;
  private Tensor[] vectors;
  private Tensor[] spare;
  private final double[] values;
  private final double[] spareValues;
  private int size;
  private double mean = Double.NaN;

  /**
   * Knows nothing yet: the correction is parallel to the residual.
   *
   * @param capacity the most vectors u
   */
  DavidsonCorrection(TensorBackend backend, int dimension, int capacity) {
    this.backend = backend;
    this.dimension = dimension;
    this.vectors = new Tensor[capacity];
    this.spare = new Tensor[capacity];
    this.values = new double[capacity];
    this.spareValues = new double[capacity];
  }

  void clear() {
    size = 0;
    mean = Double.NaN;
  }

  /** How many vectors u there are. */
  int size() {
    return size;
  }

  /** The i-th u, by descending λ when it was learnt; live. */
  Tensor vector(int i) {
    return vectors[i];
  }

  /** Takes in the Rayleigh quotient of a correction that has been multiplied. */
  void learn(double quotient) {
    mean = Double.isNaN(mean) ? quotient : MEMORY * mean + (1 - MEMORY) * quotient;
  }

  /**
   * Takes in the Ritz pairs of a basis beyond the first {@code count}; of the old u, those that are
   * independent of them stay as long as there is room.
   */
  void learn(RitzBasis basis, int count, Tensor[] tracked) {
    int gained = Math.min(values.length, basis.decomposed() - count);
    if (gained <= 0) {
      return;
    }
    for (int i = 0; i < gained; i++) {
      basis.vector(count + i, ready(spare, i));
      spareValues[i] = basis.value(count + i);
    }
    int filled = gained;
    for (int i = 0; i < size && filled < values.length; i++) {
      Tensor kept = ready(spare, filled);
      backend.copy(vectors[i], kept);
      for (int j = 0; j < count; j++) {
        backend.axpy(-backend.dot(tracked[j], kept), tracked[j], kept);
      }
      for (int j = 0; j < filled; j++) {
        backend.axpy(-backend.dot(spare[j], kept), spare[j], kept);
      }
      double length = backend.norm(kept);
      if (length > INDEPENDENT) {
        backend.scale(1 / length, kept);
        spareValues[filled++] = values[i];
      }
    }
    size = filled;
    Tensor[] old = vectors;
    vectors = spare;
    spare = old;
    System.arraycopy(spareValues, 0, values, 0, size);
  }

  private Tensor ready(Tensor[] tensors, int i) {
    if (tensors[i] == null) {
      tensors[i] = backend.zeros(dimension);
    }
    return tensors[i];
  }

  /**
   * {@code out ← −(M − θ)⁻¹ r}.
   *
   * @param residual r; not modified
   * @param scale the largest |θ|
   */
  void correct(Tensor residual, double theta, double scale, Tensor out) {
    double least = SMALLEST_GAP * scale;
    double gap = Math.max(theta - (Double.isNaN(mean) ? 0 : mean), least);
    if (!(gap > 0)) {
      backend.copy(residual, out);
      return;
    }
    backend.combine(1 / gap, residual, 0, residual, out);
    for (int i = 0; i < size; i++) {
      double along = backend.dot(vectors[i], residual);
      backend.axpy(along * (1 / Math.max(theta - values[i], least) - 1 / gap), vectors[i], out);
    }
  }

  @Override
  public void visit(Fields fields) {
    double[] model = new double[size + 1];
    model[0] = mean;
    System.arraycopy(values, 0, model, 1, size);
    model = fields.numbers("model", model);
    if (model.length < 1 || model.length > values.length + 1) {
      throw new IllegalArgumentException(
          "the checkpoint's model of an operator has " + model.length + " numbers");
    }
    size = model.length - 1;
    mean = model[0];
    System.arraycopy(model, 1, values, 0, size);
    for (int i = 0; i < size; i++) {
      fields.tensor("" + i, ready(vectors, i));
    }
  }
}
