package org.edgeflow.core.tensor.arrays;

import java.util.function.Consumer;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.core.tensor.heap.HeapKernels;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Kernels for a backend that lacks some: tensors are copied into Java arrays, {@link HeapKernels}
 * compute there, and the results are copied back. On a device each operation crosses the bus twice
 * and waits, which is slow, and right.
 *
 * <p>Everything is read before anything is written. Room for the copies is made when a size is
 * first met, and kept; each thread has its own.
 */
public final class ThroughArrays {
  private final Kernels plain;
  private final ThreadLocal<Copies> copies;
  private final Kernels.Elementwise elementwise = new ArrayElementwise();

  private ThroughArrays(TensorBackend backend) {
    HeapBackend heap = new HeapBackend(backend.dataType());
    this.plain = heap.kernels();
    this.copies = ThreadLocal.withInitial(() -> new Copies(backend, heap));
  }

  /**
   * All groups that a backend must have, on the tensors of one that is ready to be asked for its
   * format.
   */
  public static Kernels of(TensorBackend backend) {
    ThroughArrays route = new ThroughArrays(backend);
    return new Kernels(
        route.elementwise,
        route.new ArrayRows(),
        route.new ArrayWindows(),
        route.new ArrayPlaces(),
        route.new ArrayProducts(),
        null);
  }

  private void run(Consumer<Copies> operation) {
    Copies of = copies.get();
    of.begin();
    operation.accept(of);
    of.bring();
  }

  private final class ArrayElementwise implements Kernels.Elementwise {
    @Override
    public void multiply(Tensor x, Tensor y, Tensor out) {
      run(of -> plain.elementwise().multiply(of.in(x), of.in(y), of.out(out)));
    }

    @Override
    public void multiplyAdd(Tensor x, Tensor y, Tensor u, Tensor v, Tensor out) {
      run(
          of ->
              plain.elementwise().multiplyAdd(of.in(x), of.in(y), of.in(u), of.in(v), of.out(out)));
    }

    @Override
    public void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
      run(of -> plain.elementwise().activate(f, of.in(z), of.out(value), of.out(slope)));
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
      run(
          of -> {
            HeapTensor from = of.in(z);
            HeapTensor along = of.in(zTangent);
            HeapTensor to = of.out(value);
            HeapTensor toTangent = of.out(valueTangent);
            plain
                .elementwise()
                .activateTangent(f, from, along, to, toTangent, of.out(slope), of.out(swing));
          });
    }
  }

  private final class ArrayRows implements Kernels.Rows {
    @Override
    public void add(Tensor row, Tensor matrix) {
      run(of -> plain.rows().add(of.in(row), of.both(matrix)));
    }

    @Override
    public void sum(Tensor matrix, double beta, Tensor row) {
      run(of -> plain.rows().sum(of.in(matrix), beta, of.both(row)));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, Tensor targets, Tensor delta) {
      Copies of = copies.get();
      of.begin();
      double loss = plain.rows().softmaxCrossEntropy(of.in(logits), of.in(targets), of.out(delta));
      of.bring();
      return loss;
    }

    @Override
    public void softmax(Tensor x, Tensor out) {
      run(of -> plain.rows().softmax(of.in(x), of.out(out)));
    }

    @Override
    public void softmaxDerivative(Tensor p, Tensor v, Tensor out) {
      run(of -> plain.rows().softmaxDerivative(of.in(p), of.in(v), of.out(out)));
    }

    @Override
    public void softmaxDerivativeTangent(
        Tensor p, Tensor pTangent, Tensor v, Tensor vTangent, Tensor out) {
      run(
          of ->
              plain
                  .rows()
                  .softmaxDerivativeTangent(
                      of.in(p), of.in(pTangent), of.in(v), of.in(vTangent), of.out(out)));
    }

    @Override
    public void normalize(Tensor x, double epsilon, Tensor out, Tensor scale) {
      run(of -> plain.rows().normalize(of.in(x), epsilon, of.out(out), of.out(scale)));
    }

    @Override
    public void normalizeDerivative(Tensor y, Tensor scale, Tensor v, Tensor out) {
      run(of -> plain.rows().normalizeDerivative(of.in(y), of.in(scale), of.in(v), of.out(out)));
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
      run(
          of -> {
            HeapTensor scales = of.in(scale);
            HeapTensor scaleTangents = of.in(scaleTangent);
            HeapTensor vector = of.in(v);
            HeapTensor along = of.in(vTangent);
            plain
                .rows()
                .normalizeDerivativeTangent(
                    of.in(y), of.in(yTangent), scales, scaleTangents, vector, along, of.out(out));
          });
    }

    @Override
    public void normalizeScaleTangent(Tensor y, Tensor scale, Tensor xTangent, Tensor out) {
      run(
          of ->
              plain
                  .rows()
                  .normalizeScaleTangent(of.in(y), of.in(scale), of.in(xTangent), of.out(out)));
    }
  }

  private final class ArrayWindows implements Kernels.Windows {
    @Override
    public Kernels.Elementwise elementwise() {
      return elementwise;
    }

    @Override
    public void gatherPatches(Window window, Tensor images, Tensor patches) {
      run(of -> plain.windows().gatherPatches(window, of.in(images), of.out(patches)));
    }

    @Override
    public void scatterPatches(Window window, Tensor patches, Tensor images) {
      run(of -> plain.windows().scatterPatches(window, of.in(patches), of.out(images)));
    }

    @Override
    public void poolAverage(Window window, Tensor images, Tensor out) {
      run(of -> plain.windows().poolAverage(window, of.in(images), of.out(out)));
    }

    @Override
    public void spreadAverage(Window window, Tensor out, Tensor images) {
      run(of -> plain.windows().spreadAverage(window, of.in(out), of.out(images)));
    }

    @Override
    public void spreadAverageTimes(Window window, Tensor out, Tensor slope, Tensor images) {
      run(
          of ->
              plain.windows().spreadAverageTimes(window, of.in(out), of.in(slope), of.out(images)));
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
      run(
          of -> {
            HeapTensor from = of.in(out);
            HeapTensor fromTangent = of.in(outTangent);
            HeapTensor to = of.out(images);
            plain
                .windows()
                .spreadAverageTimesTangent(
                    window,
                    from,
                    fromTangent,
                    of.in(slope),
                    of.in(swing),
                    to,
                    of.out(imagesTangent));
          });
    }

    @Override
    public void poolMax(Window window, Tensor images, Tensor out, Index index) {
      run(of -> plain.windows().poolMax(window, of.in(images), of.out(out), index));
    }

    @Override
    public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
      run(of -> plain.windows().spreadMaximum(window, of.in(out), index, of.out(images)));
    }
  }

  private final class ArrayPlaces implements Kernels.Places {
    @Override
    public Index index(int... places) {
      return plain.places().index(places);
    }

    @Override
    public void gather(Tensor x, Index index, Tensor out) {
      run(of -> plain.places().gather(of.in(x), index, of.out(out)));
    }
  }

  private final class ArrayProducts implements Kernels.Products {
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
      run(
          of ->
              plain
                  .products()
                  .gemm(transposeA, transposeB, alpha, of.in(a), of.in(b), beta, of.both(c)));
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
      run(
          of -> {
            HeapTensor left = of.in(a);
            HeapTensor right = of.in(b);
            plain
                .products()
                .batchedGemm(transposeA, transposeB, alpha, left, right, beta, of.both(c));
          });
    }
  }
}
