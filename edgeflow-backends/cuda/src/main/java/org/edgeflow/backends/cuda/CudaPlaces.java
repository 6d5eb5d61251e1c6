package org.edgeflow.backends.cuda;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;

/** Elements by index, which stays on the card. */
final class CudaPlaces implements Kernels.Places {
  private final CudaBackend backend;
  private final CUfunc_st gather;

  CudaPlaces(CudaBackend backend) {
    this.backend = backend;
    this.gather = backend.kernel("gather");
  }

  @Override
  public Index index(int... places) {
    CudaIndex result =
        new CudaIndex(
            backend, backend.allocate((long) places.length * Integer.BYTES), places.length);
    backend.transfers().write(places, result.address());
    return result;
  }

  @Override
  public void gather(Tensor x, Index index, Tensor out) {
    CudaTensor from = backend.own(x);
    CudaTensor to = backend.own(out);
    CudaIndex places = CudaIndex.own(backend, index, out);
    backend
        .launcher()
        .of(gather)
        .address(from.address())
        .address(places.address())
        .address(to.address())
        .over(to.size());
  }
}
