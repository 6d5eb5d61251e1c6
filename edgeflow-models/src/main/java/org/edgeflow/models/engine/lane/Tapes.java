package org.edgeflow.models.engine.lane;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.lane.entrance.PairedEnds;

/**
 * A network's tapes for one size of block.
 *
 * @param plus at the point {@code plus}
 * @param minus at the point {@code minus}, adding to the same gradient
 * @param minusApart the same, with a gradient of its own
 * @param centre with tangents
 * @param quiet the same, which adds the gradient, too, and uses the same buffers
 * @param pending room for what comes back to the first layer from {@code plus}
 * @param ends how what comes back from {@code plus} and {@code minusApart} meets the data at once;
 *     null where that does not pay
 */
record Tapes(
    Tape plus,
    Tape minus,
    Tape minusApart,
    Tape centre,
    Tape quiet,
    Tensor pending,
    PairedEnds ends) {}
