package org.edgeflow.core.spectral;

import java.util.Arrays;
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
 *
 * <p>On request the images {@code W = A X} are forecast too, by the same turns and weights.
 */
final class SubspaceForecast {
  private static final int DEPTH = 4;
  private static final int NODES = 3;
  private static final double RIDGE = 1e-10;

  /** The cosine of the largest angle that is a turn; beyond it, a direction has been exchanged. */
  private static final double SMALLEST_COSINE = 0.9;

  private final TensorBackend backend;
  private final int dimension;
  private final Tensor[][] blocks;
  private final Tensor[][] images;
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
   * @param withImages whether images are forecast
   */
  SubspaceForecast(TensorBackend backend, int dimension, int cap, boolean withImages) {
    this.backend = backend;
    this.dimension = dimension;
    this.blocks = new Tensor[DEPTH][cap];
    this.images = withImages ? new Tensor[DEPTH][cap] : null;
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
   * @param columnImages their images, modified alike; ignored where no images are forecast
   * @param columnCount how many of them count
   * @param time now; more than at the last call
   */
  void add(Tensor[] columns, Tensor[] columnImages, int columnCount, long time) {
    if (columnCount != count) {
      depth = 0;
      count = columnCount;
    }
    orthonormalize(columns, columnImages);
    RealMatrix turn =
        depth == 0 ? MatrixUtils.createRealIdentityMatrix(count) : turn(columns, blocks[0]);
    rotate(columns, turn, shift(blocks));
    if (images != null) {
      rotate(columnImages, turn, shift(images));
    }
    System.arraycopy(times, 0, times, 1, DEPTH - 1);
    times[0] = time;
    depth = Math.min(depth + 1, DEPTH);
  }

  private void orthonormalize(Tensor[] columns, Tensor[] columnImages) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double along = backend.dot(columns[j], columns[i]);
        backend.axpy(-along, columns[j], columns[i]);
        if (images != null) {
          backend.axpy(-along, columnImages[j], columnImages[i]);
        }
      }
      double length = backend.norm(columns[i]);
      backend.scale(1 / length, columns[i]);
      if (images != null) {
        backend.scale(1 / length, columnImages[i]);
      }
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

  /** Moves every level down by one; the first becomes the one that was last. */
  private static Tensor[] shift(Tensor[][] levels) {
    Tensor[] free = levels[DEPTH - 1];
    System.arraycopy(levels, 0, levels, 1, DEPTH - 1);
    levels[0] = free;
    return free;
  }

  private void rotate(Tensor[] columns, RealMatrix turn, Tensor[] out) {
    for (int j = 0; j < count; j++) {
      backend.fill(ready(out, j), 0);
      for (int i = 0; i < count; i++) {
        backend.axpy(turn.getEntry(i, j), columns[i], out[j]);
      }
    }
  }

  /** How many columns there are to forecast; 0 where nothing has been added. */
  int count() {
    return depth == 0 ? 0 : count;
  }

  /** Whether there is a fitted forecast of that time, at most one farther ahead than the last. */
  boolean reaches(long time) {
    return depth == DEPTH && time - times[0] <= times[0] - times[1] + 1;
  }

  /**
   * {@code columns ← X̂}, orthonormal, and {@code columnImages ← Ŵ} where images are forecast.
   *
   * @param time later than that of the last {@link #add}
   */
  void predict(long time, Tensor[] columns, Tensor[] columnImages) {
    for (int i = 0; i < count; i++) {
      fit(i);
      weigh(0, time);
      extrapolate(blocks, i, ready(columns, i));
      if (images != null) {
        extrapolate(images, i, ready(columnImages, i));
      }
    }
    orthonormalize(columns, columnImages);
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

  private void extrapolate(Tensor[][] levels, int i, Tensor out) {
    backend.copy(levels[0][i], out);
    for (int j = 0; j < Math.min(depth, NODES); j++) {
      backend.axpy(fitted[0] * line[j] + fitted[1] * bend[j], levels[j][i], out);
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
    if (depth == 3) {
      fitted[0] = p > 0 ? x / p : 0;
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
      fitted[0] = ((r + ridge) * x - q * y) / determinant;
      fitted[1] = ((p + ridge) * y - q * x) / determinant;
    }
  }

  void save(Snapshot snapshot, String prefix) {
    snapshot.putCounts(prefix + "extent", depth, count);
    snapshot.putCounts(prefix + "times", times.clone());
    for (int level = 0; level < depth; level++) {
      for (int i = 0; i < count; i++) {
        snapshot.put(prefix + level + "." + i, blocks[level][i]);
        if (images != null) {
          snapshot.put(prefix + "image" + level + "." + i, images[level][i]);
        }
      }
    }
  }

  void restore(Snapshot snapshot, String prefix) {
    long[] extent = snapshot.counts(prefix + "extent", 2);
    depth = (int) extent[0];
    count = (int) extent[1];
    System.arraycopy(snapshot.counts(prefix + "times", DEPTH), 0, times, 0, DEPTH);
    for (int level = 0; level < depth; level++) {
      for (int i = 0; i < count; i++) {
        snapshot.get(prefix + level + "." + i, ready(blocks[level], i));
        if (images != null) {
          snapshot.get(prefix + "image" + level + "." + i, ready(images[level], i));
        }
      }
    }
  }
}
