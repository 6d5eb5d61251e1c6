package org.edgeflow.backends.cuda.device;

import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.edgeflow.core.tensor.DataType;

/**
 * Matrix products by cuBLAS on row-major matrices: what is row-major here is the transpose
 * column-major there, and {@code Cᵀ = op(B)ᵀ op(A)ᵀ}.
 */
public final class Products implements AutoCloseable {
  // As large as NVIDIA advises; with less it may choose slower products.
  private static final long WORKSPACE = 4L << 20;
  private static final long LARGE_WORKSPACE = 32L << 20;
  private static final int LARGE_WORKSPACE_SINCE = 90;

  private final DeviceContext context;
  private final boolean wide;
  private final Block workspace;
  private final cublasContext handle = new cublasContext();
  private final FloatPointer floatAlpha = new FloatPointer(1);
  private final FloatPointer floatBeta = new FloatPointer(1);
  private final DoublePointer doubleAlpha = new DoublePointer(1);
  private final DoublePointer doubleBeta = new DoublePointer(1);

  /** A batch of equal products: of how many, and how far apart their matrices lie. */
  public record Batch(int count, long a, long b, long c) {}

  /**
   * What is multiplied: op(a) is {@code m × k}, op(b) {@code k × n}.
   *
   * @param batch null for one product
   */
  public record Form(boolean transposeA, boolean transposeB, int m, int n, int k, Batch batch) {}

  /**
   * Opens cuBLAS, with a workspace from our own memory: it would otherwise allocate within graphs.
   *
   * @param tf32 whether float32 products may round their factors to 10 bits of mantissa
   */
  public Products(DeviceContext context, DeviceMemory memory, DataType dataType, boolean tf32) {
    this.context = context;
    this.wide = dataType == DataType.FLOAT64;
    context.bind();
    Status.checkBlas(cublas.cublasCreate_v2(handle), "opening cuBLAS");
    Status.checkBlas(cublas.cublasSetStream_v2(handle, context.stream()), "opening cuBLAS");
    boolean large = context.card().capability() >= LARGE_WORKSPACE_SINCE;
    workspace = memory.allocate(large ? LARGE_WORKSPACE : WORKSPACE);
    // After the stream, whose setting takes the workspace away again.
    Status.checkBlas(
        cublas.cublasSetWorkspace_v2(
            handle, new FloatAddress(workspace.address()), workspace.bytes()),
        "opening cuBLAS");
    Status.checkBlas(
        cublas.cublasSetMathMode(
            handle, tf32 ? cublas.CUBLAS_TF32_TENSOR_OP_MATH : cublas.CUBLAS_DEFAULT_MATH),
        "opening cuBLAS");
  }

  /** The library's version. */
  public String version() {
    int[] number = {0};
    cublas.cublasGetVersion_v2(handle, number);
    return number[0] / 10000 + "." + number[0] % 10000 / 100 + "." + number[0] % 100;
  }

  /** A device address as cuBLAS wants it, for {@link #product}. */
  public static Pointer pointer(long address, DataType dataType) {
    return dataType == DataType.FLOAT64 ? new DoubleAddress(address) : new FloatAddress(address);
  }

  /** {@code c ← α op(a) op(b) + β c}, row-major, none of the three extents 0. */
  public void product(Form form, double alpha, Pointer a, Pointer b, double beta, Pointer c) {
    context.bind();
    int status = wide ? doubles(form, alpha, a, b, beta, c) : floats(form, alpha, a, b, beta, c);
    Status.checkBlas(status, "a matrix product");
  }

  private static int operation(boolean transpose) {
    return transpose ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
  }

  private int doubles(Form form, double alpha, Pointer a, Pointer b, double beta, Pointer c) {
    int m = form.m;
    int n = form.n;
    int k = form.k;
    int opA = operation(form.transposeA);
    int opB = operation(form.transposeB);
    int rowA = form.transposeA ? m : k;
    int rowB = form.transposeB ? k : n;
    DoublePointer x = (DoublePointer) a;
    DoublePointer y = (DoublePointer) b;
    DoublePointer z = (DoublePointer) c;
    DoublePointer one = doubleAlpha.put(alpha);
    DoublePointer two = doubleBeta.put(beta);
    Batch many = form.batch;
    return many == null
        ? cublas.cublasDgemm_v2(handle, opB, opA, n, m, k, one, y, rowB, x, rowA, two, z, n)
        : cublas.cublasDgemmStridedBatched(
            handle,
            opB,
            opA,
            n,
            m,
            k,
            one,
            y,
            rowB,
            many.b,
            x,
            rowA,
            many.a,
            two,
            z,
            n,
            many.c,
            many.count);
  }

  private int floats(Form form, double alpha, Pointer a, Pointer b, double beta, Pointer c) {
    int m = form.m;
    int n = form.n;
    int k = form.k;
    int opA = operation(form.transposeA);
    int opB = operation(form.transposeB);
    int rowA = form.transposeA ? m : k;
    int rowB = form.transposeB ? k : n;
    FloatPointer x = (FloatPointer) a;
    FloatPointer y = (FloatPointer) b;
    FloatPointer z = (FloatPointer) c;
    FloatPointer one = floatAlpha.put((float) alpha);
    FloatPointer two = floatBeta.put((float) beta);
    Batch many = form.batch;
    return many == null
        ? cublas.cublasSgemm_v2(handle, opB, opA, n, m, k, one, y, rowB, x, rowA, two, z, n)
        : cublas.cublasSgemmStridedBatched(
            handle,
            opB,
            opA,
            n,
            m,
            k,
            one,
            y,
            rowB,
            many.b,
            x,
            rowA,
            many.a,
            two,
            z,
            n,
            many.c,
            many.count);
  }

  @Override
  public void close() {
    context.bind();
    cublas.cublasDestroy_v2(handle);
  }

  private static final class FloatAddress extends FloatPointer {
    FloatAddress(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  private static final class DoubleAddress extends DoublePointer {
    DoubleAddress(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }
}
