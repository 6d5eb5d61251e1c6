package org.edgeflow.core.spectral;

import java.util.Arrays;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Forecasts a drifting subspace from where it was: {@code X̂(t) = X₀ + p L(t) + q C(t)}, where
 * {@code X₀ + L} is the straight line through the last two places and {@code X₀ + L + C} the
 * parabola through the last three.
 *
 * <p>A basis of a subspace is arbitrary up to a rotation, so each X is first turned to resemble its
 * predecessor most (orthogonal Procrustes: {@code X ← X U Vᵀ} with the singular value decomposition
 * {@code XᵀX_before = U Σ Vᵀ}); crossing eigenvalues, which swap eigenvectors, then leave no trace.
 * For each column, p and q are what would have forecast the last place best (least squares): near
 * (1, 1) on a smooth path, and small where the path is noise, so that a forecast is seldom worse
 * than none.
 */
final class SubspaceForecast implements Snapshot.Part {
  /** From so many places it forecasts the next. */
  static final int DEPTH = 4;

  private static final int NODES = 3;

  /** A step of so many ulps is none. */
  private static final double STILL = 64;

  /** Of L and C, which are 1 on a smooth path. */
  private static final double LARGEST_FACTOR = 4;

  private static final double RIDGE = 1e-10;

  /** The cosine of the largest angle that is a turn; beyond it, a direction has been exchanged. */
  private static final double SMALLEST_COSINE = 0.9;

  private final TensorBackend backend;
  private final int dimension;
  private final Tensor[][] blocks;
  private final long[] times = new long[DEPTH];
  private final Tensor[] scratch = new Tensor[3];
  private final double[] line = new double[NODES];
  private final double[] bend = new double[NODES];
  private final double[] fitted = new double[2];
  private int depth;
  private int count;

  /**
   * Knows nothing yet.
   *
   * @param cap the most columns
   */
  SubspaceForecast(TensorBackend backend, int dimension, int cap) {
    this.backend = backend;
    this.dimension = dimension;
    this.blocks = new Tensor[DEPTH][cap];
  }

  private Tensor ready(Tensor[] tensors, int i) {
    if (tensors[i] == null) {
      tensors[i] = backend.zeros(dimension);
    }
    return tensors[i];
  }

  void clear() {
    depth = 0;
  }

  /**
   * Adds where the subspace is now. Another number of columns than before starts afresh, and so
   * does a subspace that has not turned but leapt.
   *
   * @param columns nearly orthonormal; modified: made orthonormal
   * @param columnCount how many of them count
   * @param time now; more than at the last call
   */
  void add(Tensor[] columns, int columnCount, long time) {
    if (columnCount != count) {
      depth = 0;
      count = columnCount;
    }
    orthonormalize(columns);
    RealMatrix turn =
        depth == 0 ? MatrixUtils.createRealIdentityMatrix(count) : turn(columns, blocks[0]);
    rotate(columns, turn);
    System.arraycopy(times, 0, times, 1, DEPTH - 1);
    times[0] = time;
    depth = Math.min(depth + 1, DEPTH);
  }

  private void orthonormalize(Tensor[] columns) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double along = backend.dot(columns[j], columns[i]);
        backend.axpy(-along, columns[j], columns[i]);
      }
      backend.scale(1 / backend.norm(columns[i]), columns[i]);
    }
  }

  private RealMatrix turn(Tensor[] columns, Tensor[] before) {
    double[][] overlaps = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        overlaps[i][j] = backend.dot(columns[i], before[j]);
      }
    }
    SingularValueDecomposition decomposition =
        new SingularValueDecomposition(new Array2DRowRealMatrix(overlaps, false));
    if (!(decomposition.getSingularValues()[count - 1] > SMALLEST_COSINE)) {
      depth = 0;
    }
    return decomposition.getU().multiply(decomposition.getVT());
  }

  /** Moves every level down by one, and fills the first with the columns, turned. */
  private void rotate(Tensor[] columns, RealMatrix turn) {
    Tensor[] free = blocks[DEPTH - 1];
    System.arraycopy(blocks, 0, blocks, 1, DEPTH - 1);
    blocks[0] = free;
    for (int j = 0; j < count; j++) {
      backend.fill(ready(free, j), 0);
      for (int i = 0; i < count; i++) {
        backend.axpy(turn.getEntry(i, j), columns[i], free[j]);
      }
    }
  }

  /** How many columns there are to forecast; 0 where nothing has been added. */
  int count() {
    return depth == 0 ? 0 : count;
  }

  /**
   * {@code columns ← X̂}, orthonormal.
   *
   * @param time later than that of the last {@link #add}
   */
  void predict(long time, Tensor[] columns) {
    for (int i = 0; i < count; i++) {
      fit(i);
      weigh(0, time);
      extrapolate(i, ready(columns, i));
    }
    orthonormalize(columns);
  }

  /** The weights of the levels from {@code newest} on in L and C at that time. */
  private void weigh(int newest, long time) {
    Arrays.fill(line, 0);
    Arrays.fill(bend, 0);
    int nodes = Math.min(NODES, depth - newest);
    if (nodes >= 2) {
      line[0] = (double) (time - times[newest]) / (times[newest] - times[newest + 1]);
      line[1] = -line[0];
    }
    if (nodes >= 3) {
      // The divided difference of the three, times the two factors that vanish at the newest ones.
      double factor = (double) (time - times[newest]) * (time - times[newest + 1]);
      for (int j = 0; j < NODES; j++) {
        bend[j] = factor;
        for (int k = 0; k < NODES; k++) {
          bend[j] /= k == j ? 1 : times[newest + j] - times[newest + k];
        }
      }
    }
  }

  private void extrapolate(int i, Tensor out) {
    backend.copy(blocks[0][i], out);
    for (int j = 0; j < Math.min(depth, NODES); j++) {
      backend.axpy(fitted[0] * line[j] + fitted[1] * bend[j], blocks[j][i], out);
    }
  }

  private void fit(int i) {
    fitted[0] = depth == 2 ? 1 : 0;
    fitted[1] = 0;
    if (depth < 3) {
      return;
    }
    weigh(1, times[0]);
    Tensor happened = ready(scratch, 0);
    Tensor straight = ready(scratch, 1);
    Tensor bent = ready(scratch, 2);
    backend.combine(1, blocks[0][i], -1, blocks[1][i], happened);
    backend.combine(line[0], blocks[1][i], line[1], blocks[2][i], straight);
    double x = backend.dot(straight, happened);
    double p = backend.dot(straight, straight);
    double still = STILL * backend.dataType().epsilon();
    if (!(p > still * still)) {
      // What moved is rounding, and a ratio of two roundings may be anything.
      return;
    }
    if (depth == 3) {
      fitted[0] = bounded(x / p);
      return;
    }
    backend.combine(bend[0], blocks[1][i], bend[1], blocks[2][i], bent);
    backend.axpy(bend[2], blocks[3][i], bent);
    double y = backend.dot(bent, happened);
    double q = backend.dot(straight, bent);
    double r = backend.dot(bent, bent);
    double ridge = RIDGE * (p + r);
    double determinant = (p + ridge) * (r + ridge) - q * q;
    if (determinant > 0) {
      fitted[0] = bounded(((r + ridge) * x - q * y) / determinant);
      fitted[1] = bounded(((p + ridge) * y - q * x) / determinant);
    }
  }

  private static double bounded(double factor) {
    return Math.max(-LARGEST_FACTOR, Math.min(LARGEST_FACTOR, factor));
  }

  @Override
  public void visit(Fields fields) {
    depth = fields.count("depth", depth);
    count = fields.count("count", count);
    fields.counts("times", times);
    for (int level = 0; level < depth; level++) {
      for (int i = 0; i < count; i++) {
        fields.tensor(level + "." + i, ready(blocks[level], i));
      }
    }
  }
}
