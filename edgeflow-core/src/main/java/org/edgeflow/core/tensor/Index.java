package org.edgeflow.core.tensor;

/**
 * Places within a tensor, as {@link Kernels.Places#index} makes them: a list of integers, −1 for no
 * place, that is kept where the backend computes, so that a step need not carry it there.
 */
public interface Index {

  /** How many places. */
  int size();
}
