package org.edgeflow.models.engine.lane;

import org.edgeflow.core.tensor.Tensor;

/**
 * A network's tapes for one size of block.
 *
 * @param plus at the point {@code plus}
 * @param minus at the point {@code minus}, adding to the same gradient
 * @param minusApart the same, with a gradient of its own
 * @param centre with tangents
 * @param quiet the same, which adds the gradient, too, and uses the same buffers
 * @param pending room for what comes back to the first layer from {@code plus}
 */
record Tapes(Tape plus, Tape minus, Tape minusApart, Tape centre, Tape quiet, Tensor pending) {}
