package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/**
 * A step of {@link ChebyshevStages} of order 2, with as many stages as the flow's stiffest decay
 * asks for, and the estimate of its error
 *
 * <pre>  e = 0.8 (x − Y_s) + 0.4 h ( F_0 + F(Y_s) )
 * </pre>
 *
 * <p>A step costs {@code s + 1} evaluations, and s where the slope at its end serves the next one.
 */
final class ChebyshevStep implements EstimatedStep {
  private final double rate;
  private final FirstSlope start;
  private final ChebyshevStages stages;
  private State slope;
  private Reading last;

  /**
   * A step for a flow.
   *
   * @param rate ρ, the rate of its stiffest decay, per iteration
   */
  ChebyshevStep(double rate, State like) {
    this.rate = rate;
    this.start = new FirstSlope(like);
    this.stages = new ChebyshevStages(like);
    this.slope = like.like();
  }

  @Override
  public int power() {
    return 3;
  }

  @Override
  public Reading attempt(Flow flow, State from, double length, State to, State error) {
    Reading reading = start.at(flow, from);
    State first = start.slope();
    int count = ChebyshevStages.count(length, rate, 1);
    to.set(stages.step(flow::derivative, from, first, length, count, 1));
    last = flow.derivative(to, slope);
    error.clear();
    error.add(0.8, from);
    error.add(-0.8, to);
    error.add(0.4 * length, first);
    error.add(0.4 * length, slope);
    return reading;
  }

  @Override
  public void accept(boolean keepsSlopes) {
    if (keepsSlopes) {
      slope = start.replace(slope, last);
    } else {
      start.forget();
    }
  }

  @Override
  public void visit(Fields fields) {
    start.visit(fields);
  }
}
