package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.blas.Products;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.threads.TaskPool;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.TensorBackend;

/** The kernels of the backend {@code host}. */
public final class HostKernels {
  private HostKernels() {}

  /**
   * All groups, on the tensors of a backend.
   *
   * @param backend whose tensors they are
   * @param loops of the backend's format
   * @param products of matrices in that format
   * @param pool shares large products
   */
  public static Kernels on(
      TensorBackend backend, Loops loops, Products products, TaskPool pool, boolean tiles) {
    Owner owner = new Owner(backend);
    HostElementwise elementwise = new HostElementwise(owner, loops);
    return new Kernels(
        elementwise,
        new HostRows(owner, loops),
        new HostWindows(owner, loops, elementwise),
        new HostPlaces(owner, loops.elements()),
        new HostProducts(owner, products, loops, pool),
        tiles ? new HostTiles(owner, loops) : null);
  }
}
