package org.edgeflow.cli.result;

import java.util.Optional;

/**
 * One entry of {@code summary.json}'s list, the reference's or a model's. A number that the run did
 * not have is NaN.
 *
 * @param name unique in its run, and the name of its trajectory's file
 * @param type the flow's or the optimizer's name in the registry
 * @param outcome {@code completed}, {@code diverged} or {@code stopped}
 * @param steps the reference's iterations covered
 * @param seconds wall time of its steps alone
 * @param gradients gradient evaluations of its steps alone
 * @param hvps Hessian–vector products of its steps alone
 * @param seedGradients gradient evaluations that found its start
 * @param seedHvps Hessian–vector products that found its start
 * @param onsetStep when its oscillation (its magnitude) first rises
 * @param centerErrorBefore mean of {@code ‖c_k − A_k‖} over the rows before the reference's onset
 * @param centerErrorAfter mean of {@code ‖c_k − A_k‖} from the reference's onset on
 * @param relativeCenterErrorAfter mean of {@code ‖c_k − A_k‖ / ‖A_k − w_0‖} likewise
 * @param lossErrorAfter mean relative error of the predicted loss likewise
 * @param peakAfter the largest effective sharpness recorded likewise
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
    double seedGradients,
    double seedHvps,
    double onsetStep,
    double centerErrorBefore,
    double centerErrorAfter,
    double relativeCenterErrorAfter,
    double lossErrorAfter,
    double peakAfter,
    Optional<String> advice) {

  /** Whether it got to the end. */
  public boolean completed() {
    return outcome.equals("completed");
  }
}
