package org.edgeflow.cli.report;

import java.util.Optional;

/**
 * One entry of {@code summary.json}'s list, GD's or a model's. A number that the run did not have
 * is NaN.
 *
 * @param name unique in its run, and the name of its trajectory's file
 * @param type what was plugged in
 * @param outcome {@code completed}, {@code diverged} or {@code stopped}
 * @param steps GD iterations covered
 * @param seconds wall time spent in it
 * @param gradients gradient evaluations
 * @param hvps Hessian–vector products
 * @param onsetStep when its oscillation (its magnitude) first rises
 * @param centerError mean distance to GD's centre after GD's onset
 * @param lossError mean relative error of the predicted loss after GD's onset
 * @param advice what to do about an outcome that is not {@code completed}
 */
public record ModelResult(
    String name,
    String type,
    String outcome,
    double steps,
    double seconds,
    double gradients,
    double hvps,
    double onsetStep,
    double centerError,
    double lossError,
    Optional<String> advice) {}
