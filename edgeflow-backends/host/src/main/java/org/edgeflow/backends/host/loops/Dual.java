package org.edgeflow.backends.host.loops;

import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * A tensor and how it moves.
 *
 * @param value itself
 * @param tangent its derivative along a direction; as large as {@code value}
 */
public record Dual(HeapTensor value, HeapTensor tangent) {}
