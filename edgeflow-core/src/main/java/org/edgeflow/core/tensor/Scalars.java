package org.edgeflow.core.tensor;

/**
 * Numbers in float64, whatever the tensors' format, that are kept where the backend computes: what
 * one operation leaves in a slot the next one takes from there, and many results are read at once
 * ({@link TensorBackend#read(Scalars, double[])}). {@link TensorBackend#scalars} makes them.
 */
public interface Scalars {

  /** How many slots; they are counted from 0. */
  int size();
}
