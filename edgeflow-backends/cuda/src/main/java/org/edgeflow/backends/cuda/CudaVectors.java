package org.edgeflow.backends.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.code.KernelModule;
import org.edgeflow.backends.cuda.code.Launcher;
import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.backends.cuda.device.DeviceMemory;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/** Level-1 operations: elementwise ones, and sums along trees whose shape depends on the size. */
final class CudaVectors {
  private static final int MOST_PARTIALS = 1024;
  private static final int TERMS_A_PARTIAL = 8 * Launcher.THREADS;

  private final CudaBackend backend;
  private final DeviceMemory memory;
  private final Launcher launcher;
  private final CUfunc_st fill;
  private final CUfunc_st scale;
  private final CUfunc_st combine;
  private final CUfunc_st displace;
  private final CUfunc_st setNumber;
  private final CUfunc_st addSquares;
  private final CUfunc_st root;
  private final CUfunc_st divide;
  private final CUfunc_st dotPartials;
  private final CUfunc_st distancePartials;
  private final CUfunc_st total;
  private Block partials;

  /** Graphs that were recorded before go on using them. */
  private final List<Block> outgrown = new ArrayList<>();

  CudaVectors(CudaBackend backend, DeviceMemory memory, KernelModule module, Launcher launcher) {
    this.backend = backend;
    this.memory = memory;
    this.launcher = launcher;
    this.fill = module.kernel("fill");
    this.scale = module.kernel("scale");
    this.combine = module.kernel("combine");
    this.displace = module.kernel("displace");
    this.setNumber = module.kernel("setNumber");
    this.addSquares = module.kernel("addSquares");
    this.root = module.kernel("root");
    this.divide = module.kernel("divide");
    this.dotPartials = module.kernel("dotPartials");
    this.distancePartials = module.kernel("distancePartials");
    this.total = module.kernel("total");
    this.partials = memory.allocate((long) MOST_PARTIALS * Double.BYTES);
  }

  void fill(Tensor x, double value) {
    CudaTensor target = backend.own(x);
    launcher.of(fill).real(value).address(target.address()).over(target.size());
  }

  void scale(double alpha, Tensor x) {
    CudaTensor target = backend.own(x);
    launcher.of(scale).real(alpha).address(target.address()).over(target.size());
  }

  void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    CudaTensor left = backend.own(x);
    CudaTensor right = backend.own(y);
    CudaTensor target = backend.own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    launcher
        .of(combine)
        .real(alpha)
        .address(left.address())
        .real(beta)
        .address(right.address())
        .address(target.address())
        .over(target.size());
  }

  /** {@code out ← x + α σ y}, σ the number at an address. */
  void displace(Tensor x, double alpha, long sigma, Tensor y, Tensor out) {
    CudaTensor left = backend.own(x);
    CudaTensor right = backend.own(y);
    CudaTensor target = backend.own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    launcher
        .of(displace)
        .address(left.address())
        .number(alpha)
        .address(sigma)
        .address(right.address())
        .address(target.address())
        .over(target.size());
  }

  /** Leaves a number at an address. */
  void set(long address, double value) {
    launcher.of(setNumber).number(value).address(address).blocks(1);
  }

  void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(y);
    Shapes.requireSameSize(x, y);
    launcher
        .of(addSquares)
        .real(alpha)
        .address(from.address())
        .real(beta)
        .address(to.address())
        .over(to.size());
  }

  void root(double alpha, Tensor x, double epsilon, Tensor out) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    Shapes.requireSameSize(x, out);
    launcher
        .of(root)
        .real(alpha)
        .address(from.address())
        .real(epsilon)
        .address(to.address())
        .over(to.size());
  }

  void divide(Tensor x, Tensor y, Tensor out) {
    CudaTensor left = backend.own(x);
    CudaTensor right = backend.own(y);
    CudaTensor target = backend.own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    launcher
        .of(divide)
        .address(left.address())
        .address(right.address())
        .address(target.address())
        .over(target.size());
  }

  /** Leaves the scalar product at an address. */
  void dot(Tensor x, Tensor y, long address) {
    reduce(dotPartials, x, y, address);
  }

  /** The scalar product; waits for it. */
  double dot(Tensor x, Tensor y) {
    dot(x, y, backend.context().scalarAddress());
    return backend.context().scalar();
  }

  /** The distance; waits for it. */
  double distance(Tensor x, Tensor y) {
    reduce(distancePartials, x, y, backend.context().scalarAddress());
    return Math.sqrt(backend.context().scalar());
  }

  private void reduce(CUfunc_st kernel, Tensor x, Tensor y, long address) {
    CudaTensor left = backend.own(x);
    CudaTensor right = backend.own(y);
    Shapes.requireSameSize(x, y);
    if (x.size() == 0) {
      set(address, 0);
      return;
    }
    int blocks = Math.min(MOST_PARTIALS, (x.size() - 1) / TERMS_A_PARTIAL + 1);
    launcher
        .of(kernel)
        .address(left.address())
        .address(right.address())
        .address(partials.address())
        .count(x.size())
        .blocks(blocks);
    total(blocks, address);
  }

  /** Where kernels leave what {@link #total} adds up: room for so many numbers. */
  long partials(long count) {
    if (count * Double.BYTES > partials.bytes()) {
      outgrown.add(partials);
      partials = memory.allocate(2 * count * Double.BYTES);
    }
    return partials.address();
  }

  /** Leaves the sum of the first {@code count} partial sums at an address. */
  void total(int count, long address) {
    launcher.of(total).address(partials.address()).address(address).count(count).blocks(1);
  }
}
