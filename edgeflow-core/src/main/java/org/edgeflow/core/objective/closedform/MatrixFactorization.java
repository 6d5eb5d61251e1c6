package org.edgeflow.core.objective.closedform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * {@code f(W_1, …, W_N) = ½ ‖W_N ⋯ W_1 − M‖²_F}: a matrix as a product of N factors, which is a
 * deep linear network on whitened data.
 *
 * <p>M is d × d, W_1 is k × d, W_N is d × k, and the factors between are k × k; the parameters are
 * the rows of W_1, then those of W_2, and so on. GD does not see a rotation of M's left and right
 * singular vectors when its start is rotated along, so M is taken diagonal.
 *
 * <p>Where k ≥ d, the least sharpness at a minimum is {@code 2σ₁} for two factors, σ₁ the largest
 * singular value of M, and {@code N σ₁^{2−2/N}} for N (at balanced factors): GD of learning rate η
 * finds no stable minimum above {@code η_c = 2 / (N σ₁^{2−2/N})} (arXiv 2402.13108, 2604.20446).
 */
public final class MatrixFactorization implements ClosedForm {
  private final RealMatrix target;
  private final int[] rows;
  private final int dimension;

  /**
   * The factorization of a diagonal matrix.
   *
   * @param singularValues the diagonal of M; copied
   * @param rank k, the inner width
   * @param depth N ≥ 2
   */
  public MatrixFactorization(double[] singularValues, int rank, int depth) {
    int size = singularValues.length;
    target = MatrixUtils.createRealDiagonalMatrix(singularValues);
    rows = new int[depth + 1];
    Arrays.fill(rows, rank);
    rows[0] = size;
    rows[depth] = size;
    dimension = dimension(size, rank, depth);
  }

  private static int dimension(int size, int rank, int depth) {
    return Math.toIntExact(2L * size * rank + (depth - 2L) * rank * rank);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    List<RealMatrix> factors = factors(w);
    List<RealMatrix> products = products(factors);
    RealMatrix error = products.get(factors.size()).subtract(target);
    RealMatrix back = error;
    int end = dimension;
    for (int i = factors.size() - 1; i >= 0; i--) {
      end = write(back.multiplyTransposed(products.get(i)), gradient, end);
      back = factors.get(i).transposeMultiply(back);
    }
    double norm = error.getFrobeniusNorm();
    return 0.5 * norm * norm;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    List<RealMatrix> factors = factors(w);
    List<RealMatrix> tangents = factors(v);
    List<RealMatrix> products = products(factors);
    List<RealMatrix> changes = changes(factors, tangents, products);
    RealMatrix back = products.get(factors.size()).subtract(target);
    RealMatrix change = changes.get(factors.size());
    int end = dimension;
    for (int i = factors.size() - 1; i >= 0; i--) {
      RealMatrix slope =
          change.multiplyTransposed(products.get(i)).add(back.multiplyTransposed(changes.get(i)));
      end = write(slope, product, end);
      change =
          tangents.get(i).transposeMultiply(back).add(factors.get(i).transposeMultiply(change));
      back = factors.get(i).transposeMultiply(back);
    }
  }

  private List<RealMatrix> factors(double[] w) {
    List<RealMatrix> factors = new ArrayList<>();
    int at = 0;
    for (int i = 1; i < rows.length; i++) {
      double[][] entries = new double[rows[i]][];
      for (int row = 0; row < rows[i]; row++) {
        entries[row] = Arrays.copyOfRange(w, at, at + rows[i - 1]);
        at += rows[i - 1];
      }
      factors.add(new Array2DRowRealMatrix(entries, false));
    }
    return factors;
  }

  /** {@code P_i = W_i ⋯ W_1}, and {@code P_0 = 1}. */
  private List<RealMatrix> products(List<RealMatrix> factors) {
    List<RealMatrix> products = new ArrayList<>();
    products.add(MatrixUtils.createRealIdentityMatrix(rows[0]));
    for (RealMatrix factor : factors) {
      products.add(factor.multiply(products.get(products.size() - 1)));
    }
    return products;
  }

  /** The tangents {@code Ṗ_i = V_i P_{i−1} + W_i Ṗ_{i−1}}. */
  private List<RealMatrix> changes(
      List<RealMatrix> factors, List<RealMatrix> tangents, List<RealMatrix> products) {
    List<RealMatrix> changes = new ArrayList<>();
    changes.add(new Array2DRowRealMatrix(rows[0], rows[0]));
    for (int i = 0; i < factors.size(); i++) {
      changes.add(
          tangents.get(i).multiply(products.get(i)).add(factors.get(i).multiply(changes.get(i))));
    }
    return changes;
  }

  /** Writes a matrix, row after row, so that it ends before {@code end}; returns its beginning. */
  private static int write(RealMatrix matrix, double[] into, int end) {
    int columns = matrix.getColumnDimension();
    int begin = end - matrix.getRowDimension() * columns;
    for (int row = 0; row < matrix.getRowDimension(); row++) {
      System.arraycopy(matrix.getRow(row), 0, into, begin + row * columns, columns);
    }
    return begin;
  }

  /** Builds factorizations from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {
    private static final int MOST_PARAMETERS = 1_000_000;

    /** The settings of {@code matrix-factorization}. */
    public record Settings(
        @Setting("The singular values of the matrix M, which is square.")
            List<Double> singularValues,
        @Setting("The inner width k of the factors; that of M unless given.")
            Optional<Integer> rank,
        @Setting(value = "How many factors, N.", byDefault = "2", atLeast = 2, atMost = 100)
            int depth,
        @Setting(
                value =
                    "The factors' entries are drawn from a normal distribution with this deviation"
                        + " over the square root of their columns.",
                byDefault = "1",
                above = 0)
            double initScale) {
      /** Checks that there is something to factorize, of a size that fits. */
      public Settings {
        if (singularValues.isEmpty()
            || singularValues.stream().anyMatch(value -> !(value >= 0) || value.isInfinite())) {
          throw new IllegalArgumentException(
              "'singular-values' is "
                  + singularValues
                  + ", expected at least one number, none below 0");
        }
        int width = rank.orElse(singularValues.size());
        if (width < 1) {
          throw new IllegalArgumentException("'rank' is " + width + ", expected at least 1");
        }
        double parameters = 2.0 * singularValues.size() * width + (depth - 2.0) * width * width;
        if (parameters > MOST_PARAMETERS) {
          throw new IllegalArgumentException(
              String.format(
                  "'rank' and 'depth' make %.0f parameters, expected at most %d",
                  parameters, MOST_PARAMETERS));
        }
        rank = Optional.of(width);
      }
    }

    @Override
    public Description description() {
      return new Description(
          "A matrix as a product of factors, ½‖W_N ⋯ W_1 − M‖², whose flattest minimum is known.",
          "arXiv 2402.13108, 2604.20446");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      double[] values = ClosedForms.array(settings.singularValues());
      MatrixFactorization form =
          new MatrixFactorization(values, settings.rank().orElseThrow(), settings.depth());
      return ClosedForms.problem(
              form, form.draw(settings.initScale(), context.seed()), List.of(), context)
          .withBlocks(form.factors());
    }
  }

  private List<ParameterBlock> factors() {
    int[] sizes = new int[rows.length - 1];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = rows[i + 1] * rows[i];
      names.add("factor " + (i + 1));
    }
    return ParameterBlock.behindOneAnother(names, sizes);
  }

  private double[] draw(double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[dimension];
    int at = 0;
    for (int i = 1; i < rows.length; i++) {
      double deviation = scale / Math.sqrt(rows[i - 1]);
      for (int j = 0; j < rows[i] * rows[i - 1]; j++) {
        w[at++] = deviation * random.nextGaussian();
      }
    }
    return w;
  }
}
