package org.edgeflow.core.solver.rungekutta;

import java.util.Locale;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.FlowStoppedException;

/**
 * Proportional–integral control of a step's length (Gustafsson): with the error e of a step, in
 * units of what is tolerated, and e' that of the accepted step before it,
 *
 * <pre>  h ← h · clamp( 0.9 e^(−0.7/p) e'^(0.4/p) )      p = order + 1 of the error's estimate
 * </pre>
 *
 * <p>between a fifth and five times; a step is accepted if {@code e ≤ 1}, and only shortened after
 * a rejection. Every GD iteration is hit exactly: what is left of it is divided into equal steps,
 * none longer than h.
 */
final class StepSizeControl implements Snapshot.Part {
  /** Steps shorter than this have lost the flow. */
  static final double SHORTEST = 1.0 / 4096;

  private static final double SAFETY = 0.9;
  private static final double LEAST = 0.2;
  private static final double MOST = 5;

  private final int power;
  private final double longest;
  private double length;
  private double before = 1;

  /**
   * Begins with a step.
   *
   * @param power p
   * @param length its length, in iterations
   * @param longest what no step is longer than
   */
  StepSizeControl(int power, double length, double longest) {
    this.power = power;
    this.longest = longest;
    this.length = Math.min(length, longest);
  }

  /** The next step's length, where so much is left of the iteration. */
  double within(double left) {
    return left / Math.max(1, Math.ceil(left / length - 1e-9));
  }

  /**
   * Judges a step.
   *
   * @param taken its length
   * @param error e; NaN: it left where the flow is defined
   * @return whether it is accepted
   * @throws FlowStoppedException if the next one would be too short
   */
  boolean accepts(double taken, double error) {
    boolean accepted = error <= 1;
    double sound = Math.max(error, 1e-6);
    double factor =
        Double.isNaN(error) || Double.isInfinite(error)
            ? LEAST
            : SAFETY * Math.pow(sound, -0.7 / power) * Math.pow(before, 0.4 / power);
    factor = Math.max(LEAST, Math.min(accepted ? MOST : SAFETY, factor));
    length = Math.min(longest, taken * factor);
    if (accepted) {
      before = sound;
    } else if (length < SHORTEST) {
      throw new FlowStoppedException(
          String.format(
              Locale.ROOT,
              "the step size fell below 1/%.0f of an iteration without reaching the tolerance (the"
                  + " last error was %.3g times what is tolerated): the flow leaves its path faster"
                  + " than steps can follow, or the tolerance is finer than the dtype resolves."
                  + " Give the solver a larger 'tolerance' or 'centre-tolerance', or the run"
                  + " 'dtype: float64'.",
              1 / SHORTEST,
              error));
    }
    return accepted;
  }

  @Override
  public void visit(Fields fields) {
    length = fields.number("length", length);
    before = fields.number("before", before);
  }
}
