package org.edgeflow.bench.tally;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.activation.Activation;

/** The kernels of a {@link Tally}: what each reads, and what it writes. */
final class TallyKernels {
  private TallyKernels() {}

  /** All groups. */
  static Kernels on(Tally tally) {
    Kernels.Elementwise elementwise = new TallyElementwise(tally);
    return new Kernels(
        elementwise,
        new TallyRows(tally),
        new TallyWindows(tally, elementwise),
        new TallyPlaces(tally),
        new TallyProducts(tally),
        null);
  }

  private record TallyElementwise(Tally tally) implements Kernels.Elementwise {
    @Override
    public void multiply(Tensor x, Tensor y, Tensor out) {
      tally.move(x, y, out);
    }

    @Override
    public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
      tally.move(x, y, u, v, out);
    }

    @Override
    public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
      if (slope == null) {
        tally.move(z, value);
      } else {
        tally.move(z, value, slope);
      }
    }

    @Override
    public void activateTangent(
        Activation f,
        Tensor z,
        Tensor zTangent,
        Tensor value,
        Tensor valueTangent,
        Tensor slope,
        Tensor swing) {
      tally.move(z, zTangent, value, valueTangent, slope, swing);
    }
  }

  private record TallyRows(Tally tally) implements Kernels.Rows {
    @Override
    public void add(Tensor row, Tensor matrix) {
      tally.move(row, matrix, matrix);
    }

    @Override
    public void sum(Tensor matrix, double beta, Tensor row) {
      if (beta == 0) {
        tally.move(matrix, row);
      } else {
        tally.move(matrix, row, row);
      }
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
      tally.move(logits, targets, delta);
      return 1;
    }

    @Override
    public void softmax(Tensor x, Tensor out) {
      tally.move(x, out);
    }

    @Override
    public void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
      tally.move(p, v, out);
    }

    @Override
    public void softmaxDerivativeTangent(
        Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
      tally.move(p, pTangent, v, vTangent, out);
    }

    @Override
    public void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
      tally.move(x, out, scale);
    }

    @Override
    public void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
      tally.move(y, scale, v, out);
    }

    @Override
    public void normalizeDerivativeTangent(
        Tensor y,
        Tensor yTangent,
        Tensor scale,
        Tensor scaleTangent,
        Tensor v,
        Tensor vTangent,
        Tensor out) {
      tally.move(y, yTangent, scale, scaleTangent, v, vTangent, out);
    }

    @Override
    public void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
      tally.move(y, scale, xTangent, out);
    }
  }

  private record TallyWindows(Tally tally, Kernels.Elementwise elementwise)
      implements Kernels.Windows {
    @Override
    public void gatherPatches(Window window, Tensor images, Tensor patches) {
      tally.move(images, patches);
    }

    @Override
    public void scatterPatches(Window window, Tensor patches, Tensor images) {
      tally.move(patches, images);
    }

    @Override
    public void poolAverage(Window window, Tensor images, Tensor out) {
      tally.move(images, out);
    }

    @Override
    public void spreadAverage(Window window, Tensor out, Tensor images) {
      tally.move(out, images);
    }

    @Override
    public void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
      tally.move(out, slope, images);
    }

    @Override
    public void spreadAverageTimesTangent(
        Window window,
        Tensor out,
        Tensor outTangent,
        Tensor slope,
        Tensor swing,
        Tensor images,
        Tensor imagesTangent) {
      tally.move(out, outTangent, slope, swing, images, imagesTangent);
    }

    @Override
    public void poolMax(Window window, Tensor images, Tensor out, Index index) {
      tally.move(images, out);
      tally.moveBytes((double) index.size() * Integer.BYTES);
    }

    @Override
    public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
      tally.move(out, images);
      tally.moveBytes((double) index.size() * Integer.BYTES);
    }
  }

  private record TallyPlaces(Tally tally) implements Kernels.Places {
    @Override
    public Index index(int... places) {
      return new Count(places.length);
    }

    @Override
    public void gather(Tensor x, Index index, Tensor out) {
      // As many elements of x as places, not all of x.
      tally.move(out, out);
      tally.moveBytes((double) index.size() * Integer.BYTES);
    }
  }

  private record TallyProducts(Tally tally) implements Kernels.Products {
    @Override
    public void gemm(
        boolean transposeA,
        boolean transposeB,
        double alpha,
        Tensor a,
        Tensor b,
        double beta,
        Tensor c) {
      Shapes.requireProduct(transposeA, transposeB, a, b, c);
      tally.product(a, b, beta, c, a.extent(transposeA ? 0 : 1));
    }

    @Override
    public void batchedGemm(
        boolean transposeA,
        boolean transposeB,
        double alpha,
        Tensor a,
        Tensor b,
        double beta,
        Tensor c) {
      Shapes.requireBatchedProduct(transposeA, transposeB, a, b, c);
      tally.product(a, b, beta, c, a.extent(transposeA ? 1 : 2));
    }
  }

  /** How many places there are, and not which. */
  private record Count(int size) implements Index {}
}
