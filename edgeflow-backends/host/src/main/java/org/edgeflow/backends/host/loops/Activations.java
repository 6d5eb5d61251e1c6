package org.edgeflow.backends.host.loops;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Transcendental functions of the elements of tensors of one format. Outputs may be inputs. */
public interface Activations {
  /** Elements that are worked on together: few enough to stay in the nearest cache. */
  int BLOCK = 1024;

  /** See {@link Kernels.Elementwise#activate}; {@code slope} may be null. */
  void activate(Activation f, HeapTensor z, HeapTensor value, HeapTensor slope);

  /** See {@link Kernels.Elementwise#activateTangent}. */
  void activateTangent(Activation f, Dual z, Dual value, HeapTensor slope, HeapTensor swing);

  /** {@code x ← e^(−|x|)} on a stretch of x. */
  void decay(HeapTensor x, int at, int size);
}
