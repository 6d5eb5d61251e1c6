package org.edgeflow.core.optimizer;

import java.util.Optional;
import org.edgeflow.core.tensor.Tensor;

/**
 * What an optimizer remembers of the gradients that it has seen.
 *
 * @param average m, where there is momentum
 * @param squares ν, where there is one second moment a parameter
 * @param square ν, where there is one in all; 0 otherwise
 * @param taken k, how many gradients there were
 */
public record Moments(
    Optional<Tensor> average, Optional<Tensor> squares, double square, long taken) {}
