/**
 * ND4J's own operations and strided views, as objects that are pointed at their operands. Nothing
 * here knows a tensor of ours.
 *
 * <p>The kernels of the backend come in.
 */
package org.edgeflow.backends.nd4j.operations;
