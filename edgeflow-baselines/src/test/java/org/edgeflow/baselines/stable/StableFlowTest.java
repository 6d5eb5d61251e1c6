package org.edgeflow.baselines.stable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.edgeflow.baselines.GradientFlow;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.optimizer.Moments;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.PreconditionedDescent;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StableFlowTest {
  private static final double[] START = {0.8, -1.1, 0.5};

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Objective quadratic =
      new ClosedFormObjective(backend, new Quadratic(3.0, 1.5, 0.5));

  static Stream<UpdateRule> rules() {
    double eta = 0.01;
    Momentum heavyBall = new Momentum(0.9, false);
    Momentum nesterov = new Momentum(0.9, true);
    return Stream.of(
        UpdateRule.gradientDescent(eta),
        new UpdateRule(eta, heavyBall, Scaling.NONE),
        new UpdateRule(eta, nesterov, Scaling.NONE),
        new UpdateRule(eta, Momentum.NONE, scaling(Scaling.Kind.SCALAR, false)),
        new UpdateRule(eta, Momentum.NONE, scaling(Scaling.Kind.PER_COMPONENT, false)),
        new UpdateRule(eta, heavyBall, scaling(Scaling.Kind.SCALAR, true)),
        new UpdateRule(eta, heavyBall, scaling(Scaling.Kind.PER_COMPONENT, true)),
        new UpdateRule(eta, nesterov, scaling(Scaling.Kind.PER_COMPONENT, true)));
  }

  private static Scaling scaling(Scaling.Kind kind, boolean biasCorrected) {
    return new Scaling(kind, 0.99, 1e-8, biasCorrected);
  }

  /**
   * A loss whose first component has no gradient at the start, much in the second stage of a step
   * and next to none in the third.
   */
  private static final class SuddenSlope implements ClosedForm {
    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double lossAndGradient(double[] w, double[] gradient) {
      double bump = Math.sin(Math.PI * Math.min(1, Math.max(0, (1 - w[1]) / STRIDE)));
      gradient[0] = bump * bump;
      gradient[1] = 1;
      return w[1];
    }

    @Override
    public void hessianVector(double[] w, double[] v, double[] product) {
      throw new UnsupportedOperationException("no flow of these rules takes products");
    }
  }

  private static final double STRIDE = 0.005;

  @ParameterizedTest
  @MethodSource("rules")
  void aGradientThatComesAndGoesWithinAStepLeavesTheStateFinite(UpdateRule rule) {
    StableFlow flow = new StableFlow(new ClosedFormObjective(backend, new SuddenSlope()), rule);
    Stepper stepper =
        new RungeKutta(Tableau.RK4, 1)
            .start(flow, flow.initial(backend.of(new double[] {0, 1}, 2)));
    for (int k = 0; k < 5; k++) {
      stepper.step();
    }
    assertThat(backend.norm(stepper.state().centre())).isFinite();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void itsFirstRateIsTheOptimizersFirstStep(UpdateRule rule) {
    StableFlow flow = new StableFlow(quadratic, rule);
    State state = flow.initial(start());
    State derivative = state.like();
    flow.derivative(state, derivative);
    Tensor iterate = start();
    new PreconditionedDescent(rule, backend, 3).step(quadratic, iterate);
    double[] moved = read(iterate);
    double[] rate = read(derivative.centre());
    for (int i = 0; i < 3; i++) {
      assertThat(rate[i]).isCloseTo(moved[i] - START[i], within(1e-15));
    }
  }

  /** Beyond its first steps, too: the averages are those that the optimizer has there. */
  @ParameterizedTest
  @MethodSource("rules")
  void aLateStartsFirstRateIsTheOptimizersNextStep(UpdateRule rule) {
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 3);
    Tensor iterate = start();
    for (int k = 0; k < 7; k++) {
      optimizer.step(quadratic, iterate);
    }
    Moments moments = optimizer.moments().orElseThrow();
    Memory memory =
        new Memory(
            moments.average().map(backend::copyOf),
            moments.average().map(average -> backend.zeros(3)),
            moments.squares().map(backend::copyOf),
            moments.square(),
            moments.taken());
    double[] before = read(iterate);
    StableFlow flow = new StableFlow(quadratic, rule);
    State state =
        flow.initial(
            Start.late(backend.copyOf(iterate), backend.zeros(3), backend.copyOf(iterate))
                .with(memory));
    State derivative = state.like();
    flow.derivative(state, derivative);
    optimizer.step(quadratic, iterate);
    double[] rate = read(derivative.centre());
    for (int i = 0; i < 3; i++) {
      assertThat(rate[i]).isCloseTo(read(iterate)[i] - before[i], within(1e-14));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whereNothingOscillatesItFollowsTheOptimizer(UpdateRule given) {
    // Uncorrected, RMSProp's first steps are too unlike each other for any flow.
    Scaling scaling = given.scaling();
    UpdateRule rule =
        new UpdateRule(
            given.learningRate(),
            given.momentum(),
            new Scaling(scaling.kind(), scaling.beta2(), scaling.epsilon(), true));
    StableFlow flow = new StableFlow(quadratic, rule);
    Stepper stepper = new RungeKutta(Tableau.RK4, 2).start(flow, flow.initial(start()));
    PreconditionedDescent optimizer = new PreconditionedDescent(rule, backend, 3);
    Tensor iterate = start();
    for (int k = 0; k < 40; k++) {
      stepper.step();
      optimizer.step(quadratic, iterate);
    }
    double error = backend.distance(iterate, stepper.state().centre());
    assertThat(error).isLessThan(0.04 * backend.distance(iterate, start()));
    optimizer
        .preconditioner()
        .ifPresent(
            exact -> {
              Tensor own = flow.preconditioner(stepper.state()).orElseThrow();
              assertThat(backend.distance(exact, own)).isLessThan(0.02 * backend.norm(exact));
            });
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rungeKuttaConvergesToTheFlowWithItsOwnOrder(UpdateRule rule) {
    UpdateRule fast = new UpdateRule(0.1, rule.momentum(), rule.scaling());
    Tensor exact = after(fast, 64);
    double coarse = backend.distance(after(fast, 8), exact);
    double fine = backend.distance(after(fast, 16), exact);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(4, within(0.5));
  }

  private Tensor after(UpdateRule rule, int stepsPerIteration) {
    StableFlow flow = new StableFlow(quadratic, rule);
    Stepper stepper =
        new RungeKutta(Tableau.RK4, stepsPerIteration).start(flow, flow.initial(start()));
    for (int k = 0; k < 3; k++) {
      stepper.step();
    }
    return stepper.state().centre();
  }

  @Test
  void ofGradientDescentItIsGradientFlow() {
    StableFlow flow = new StableFlow(quadratic, UpdateRule.gradientDescent(0.1));
    GradientFlow gradientFlow = new GradientFlow(quadratic, 0.1);
    State state = flow.initial(start());
    State mine = state.like();
    State other = gradientFlow.initial(start());
    flow.derivative(state, mine);
    gradientFlow.derivative(other, other);
    assertThat(read(mine.centre())).containsExactly(read(other.centre()));
    assertThat(flow.preconditioner(state)).isEmpty();
    assertThat(flow.magnitude(state)).isNaN();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void anEvaluationCostsOneGradientAndSoDoesAStartWithAverages(UpdateRule rule) {
    CountingObjective counting = new CountingObjective(quadratic);
    StableFlow flow = new StableFlow(counting, rule);
    State state = flow.initial(start());
    int start = rule.isGradientDescent() ? 0 : 1;
    assertThat(counting.cost().gradients()).isEqualTo(start);
    flow.derivative(state, state.like());
    assertThat(counting.cost().gradients()).isEqualTo(start + 1);
    assertThat(counting.cost().hessianVectors() + counting.cost().losses()).isZero();
  }

  @Test
  void itDescribesEveryRuleWhoseSecondMomentRemembers() {
    StableFlowFactory factory = new StableFlowFactory();
    assertThat(rules().toList()).allMatch(factory::describes);
    List<UpdateRule> forgetful =
        List.of(
            new UpdateRule(
                0.1, Momentum.NONE, new Scaling(Scaling.Kind.PER_COMPONENT, 0, 1e-8, false)));
    assertThat(forgetful).noneMatch(factory::describes);
  }

  private Tensor start() {
    return backend.of(START, 3);
  }

  private double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    backend.read(tensor, values);
    return values;
  }
}
