package org.edgeflow.core.flow;

import java.util.Optional;
import org.edgeflow.core.tensor.Tensor;

/**
 * What an optimizer remembers of past gradients at the step after which models start, averaged over
 * two steps, so that what alternates stands apart.
 *
 * @param average M, the slow part of the averaged gradient, where there is momentum
 * @param averageOscillation α, with {@code m = M − α} where the iterate is {@code c + δ}; zeros
 *     where no oscillation can be seen
 * @param squares ν, where there is one second moment a parameter
 * @param square ν, where there is one in all; 0 otherwise
 * @param taken how many gradients it has seen
 */
public record Memory(
    Optional<Tensor> average,
    Optional<Tensor> averageOscillation,
    Optional<Tensor> squares,
    double square,
    double taken) {}
