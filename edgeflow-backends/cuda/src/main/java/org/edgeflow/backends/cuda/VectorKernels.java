package org.edgeflow.backends.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.code.KernelModule;
import org.edgeflow.backends.cuda.code.Launcher;
import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.backends.cuda.device.DeviceMemory;

/** Elementwise operations and sums on tensors whose sizes are known to fit. */
final class VectorKernels {
  private static final int MOST_PARTIALS = 1024;
  private static final int TERMS_A_PARTIAL = 8 * Launcher.THREADS;

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

  VectorKernels(DeviceMemory memory, KernelModule module, Launcher launcher) {
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

  void fill(CudaTensor x, double value) {
    launcher.of(fill).real(value).address(x.address()).over(x.size());
  }

  void scale(double alpha, CudaTensor x) {
    launcher.of(scale).real(alpha).address(x.address()).over(x.size());
  }

  void combine(double alpha, CudaTensor x, double beta, CudaTensor y, CudaTensor out) {
    launcher
        .of(combine)
        .real(alpha)
        .address(x.address())
        .real(beta)
        .address(y.address())
        .address(out.address())
        .over(out.size());
  }

  /** {@code out ← x + α σ y}, σ the number at an address. */
  void displace(CudaTensor x, double alpha, long sigma, CudaTensor y, CudaTensor out) {
    launcher
        .of(displace)
        .address(x.address())
        .number(alpha)
        .address(sigma)
        .address(y.address())
        .address(out.address())
        .over(out.size());
  }

  /** Leaves a number at an address. */
  void set(long address, double value) {
    launcher.of(setNumber).number(value).address(address).blocks(1);
  }

  void addSquares(double alpha, CudaTensor x, double beta, CudaTensor y) {
    launcher
        .of(addSquares)
        .real(alpha)
        .address(x.address())
        .real(beta)
        .address(y.address())
        .over(y.size());
  }

  void root(double alpha, CudaTensor x, double epsilon, CudaTensor out) {
    launcher
        .of(root)
        .real(alpha)
        .address(x.address())
        .real(epsilon)
        .address(out.address())
        .over(out.size());
  }

  void divide(CudaTensor x, CudaTensor y, CudaTensor out) {
    launcher
        .of(divide)
        .address(x.address())
        .address(y.address())
        .address(out.address())
        .over(out.size());
  }

  /** Leaves the scalar product at an address. */
  void dot(CudaTensor x, CudaTensor y, long address) {
    reduce(dotPartials, x, y, address);
  }

  /** Leaves the squared distance at an address. */
  void squaredDistance(CudaTensor x, CudaTensor y, long address) {
    reduce(distancePartials, x, y, address);
  }

  private void reduce(CUfunc_st kernel, CudaTensor x, CudaTensor y, long address) {
    if (x.size() == 0) {
      set(address, 0);
      return;
    }
    int blocks = Math.min(MOST_PARTIALS, (x.size() - 1) / TERMS_A_PARTIAL + 1);
    launcher
        .of(kernel)
        .address(x.address())
        .address(y.address())
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
