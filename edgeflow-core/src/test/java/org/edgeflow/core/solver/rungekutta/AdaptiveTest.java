package org.edgeflow.core.solver.rungekutta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveTest {
  private static final State.Vector V = new State.Vector("v");
  private static final State.Scalar TIME = new State.Scalar("time");
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /** A pendulum with a stiff decay beside it: {@code ẍ = −4 sin x}, {@code ẏ = −6(y − cos t)}. */
  private class Pendulum implements Flow {
    private double elapsed;
    private int evaluations;

    @Override
    public State initial(Tensor start) {
      State state = new State(start.backend(), 3, List.of(V), List.of(TIME));
      start.backend().copy(start, state.centre());
      return state;
    }

    @Override
    public Reading derivative(State state, State derivative) {
      evaluations++;
      double[] x = read(state.centre());
      double[] v = read(state.vector(V));
      double t = state.number(TIME);
      TensorBackend of = state.backend();
      of.write(new double[] {v[0], 0, -6 * (x[2] - Math.cos(t))}, derivative.centre());
      of.write(new double[] {-4 * Math.sin(x[0]), 0, 0}, derivative.vector(V));
      derivative.setNumber(TIME, 1);
      return new Reading(Double.NaN, x[0], t);
    }

    @Override
    public void settle(State state, double length) {
      elapsed += length;
    }
  }

  @ParameterizedTest
  @EnumSource(Adaptive.Method.class)
  void aFinerToleranceIsANearerPathAndEveryIterationIsHit(Adaptive.Method method) {
    double[] truth = after(6, new RungeKutta(Tableau.DORMAND_PRINCE, 200));
    double coarse = distance(after(6, new Adaptive(method, 1e-3, 1e-3)), truth);
    double fine = distance(after(6, new Adaptive(method, 1e-6, 1e-6)), truth);
    assertThat(coarse).isLessThan(0.05);
    assertThat(fine).isLessThan(0.02 * coarse);
  }

  private double[] after(int iterations, Solver solver) {
    Pendulum pendulum = new Pendulum();
    Stepper stepper = solver.start(pendulum, pendulum.initial(start()));
    for (int k = 0; k < iterations; k++) {
      Reading reading = stepper.step();
      assertThat(reading.curvature())
          .as("the reading is the step's start")
          .isCloseTo(k, within(1e-12));
      assertThat(pendulum.elapsed).isCloseTo(k + 1, within(1e-12));
    }
    return read(stepper.state().centre());
  }

  @ParameterizedTest
  @EnumSource(Adaptive.Method.class)
  void theEstimateFallsWithThePowerThatTheControlAssumes(Adaptive.Method method) {
    double coarse = estimate(method, 0.02);
    double fine = estimate(method, 0.01);
    Pendulum pendulum = new Pendulum();
    int power = method.step(pendulum, pendulum.initial(start())).power();
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(power, within(0.25));
  }

  @ParameterizedTest
  @EnumSource(Adaptive.Method.class)
  void aStepConvergesWithItsOrder(Adaptive.Method method) {
    int order =
        method == Adaptive.Method.DORMAND_PRINCE
            ? 5
            : method == Adaptive.Method.BOGACKI_SHAMPINE ? 3 : 2;
    double[] truth = after(2, new RungeKutta(Tableau.DORMAND_PRINCE, 400));
    double coarse = distance(inEqualSteps(method, 16), truth);
    double fine = distance(inEqualSteps(method, 32), truth);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(order, within(0.3));
  }

  private double[] inEqualSteps(Adaptive.Method method, int perIteration) {
    Pendulum pendulum = new Pendulum();
    State state = pendulum.initial(start());
    State next = state.like();
    EstimatedStep step = method.step(pendulum, state);
    for (int i = 0; i < 2 * perIteration; i++) {
      step.attempt(pendulum, state, 1.0 / perIteration, next, state.like());
      state.set(next);
      step.accept(true);
    }
    return read(state.centre());
  }

  private double estimate(Adaptive.Method method, double length) {
    Pendulum pendulum = new Pendulum();
    State state = pendulum.initial(start());
    State error = state.like();
    method.step(pendulum, state).attempt(pendulum, state, length, state.like(), error);
    return backend.norm(error.centre());
  }

  @Test
  void theStabilizedMethodTakesLongStepsWhereADecayIsStiff() {
    Flow stiff =
        new Flow() {
          @Override
          public State initial(Tensor start) {
            State state = new State(backend, 3, List.of(), List.of());
            backend.copy(start, state.centre());
            return state;
          }

          @Override
          public Reading derivative(State state, State derivative) {
            backend.combine(-400, state.centre(), 0, state.centre(), derivative.centre());
            return new Reading(Double.NaN, 0, 0);
          }

          @Override
          public double relaxationRate() {
            return 400;
          }
        };
    State state = stiff.initial(start());
    State next = state.like();
    Adaptive.Method.CHEBYSHEV.step(stiff, state).attempt(stiff, state, 1, next, state.like());
    assertThat(backend.norm(next.centre())).isLessThan(backend.norm(state.centre()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSavedStepperGoesOnAsIfNeverStopped(boolean keepsSlopes) {
    Adaptive solver = new Adaptive(Adaptive.Method.BOGACKI_SHAMPINE, 1e-4, 1e-4);
    Pendulum pendulum =
        new Pendulum() {
          @Override
          public boolean keepsSlopes() {
            return keepsSlopes;
          }
        };
    Stepper whole = solver.start(pendulum, pendulum.initial(start()));
    for (int k = 0; k < 3; k++) {
      whole.step();
    }
    Snapshot snapshot = new Snapshot();
    whole.save(snapshot, "");
    Stepper restored = solver.start(pendulum, pendulum.initial(backend.zeros(3)));
    restored.restore(snapshot, "");
    for (int k = 0; k < 4; k++) {
      whole.step();
      restored.step();
    }
    assertThat(read(restored.state().centre())).containsExactly(read(whole.state().centre()));
  }

  @Test
  void aCentreThatComesToRestAtZeroDoesNotCollapseTheStep() {
    Flow resting =
        new Flow() {
          @Override
          public State initial(Tensor start) {
            State state = new State(backend, 1, List.of(), List.of());
            backend.fill(state.centre(), 1);
            return state;
          }

          @Override
          public Reading derivative(State state, State derivative) {
            double x = read(state.centre())[0];
            // A difference of two forces, as the centre's is, with the rounding of their size.
            backend.write(new double[] {(1 - 3 * x) - (1 + 3 * x)}, derivative.centre());
            return new Reading(Double.NaN, x, 0);
          }
        };
    Stepper stepper =
        new Adaptive(Adaptive.Method.BOGACKI_SHAMPINE, 1e-3, 1e-5)
            .start(resting, resting.initial(start()));
    for (int k = 0; k < 60; k++) {
      stepper.step();
    }
    assertThat(Math.abs(read(stepper.state().centre())[0])).isLessThan(1e-4);
  }

  @Test
  void noStepIsLongerThanTheLongest() {
    Pendulum pendulum = new Pendulum();
    Stepper stepper =
        new Adaptive(Adaptive.Method.HEUN, 10, 10, 0.2).start(pendulum, pendulum.initial(start()));
    stepper.step();
    assertThat(pendulum.evaluations).isEqualTo(2 * 5);
  }

  @Test
  void aStepThatCollapsesIsAnOutcomeWithAdvice() {
    Flow singular =
        new Flow() {
          @Override
          public State initial(Tensor start) {
            State state = new State(backend, 1, List.of(), List.of());
            backend.fill(state.centre(), 1);
            return state;
          }

          @Override
          public Reading derivative(State state, State derivative) {
            double x = read(state.centre())[0];
            backend.write(new double[] {10 * x * x}, derivative.centre());
            return new Reading(Double.NaN, x, 0);
          }
        };
    Stepper stepper =
        new Adaptive(Adaptive.Method.DORMAND_PRINCE, 1e-6, 1e-6)
            .start(singular, singular.initial(start()));
    assertThatThrownBy(stepper::step)
        .isInstanceOf(FlowStoppedException.class)
        .hasMessageContaining("step size fell below")
        .hasMessageContaining("'tolerance'");
  }

  @Test
  void aToleranceThatTheFormatCannotReachIsRefusedBeforeTheFirstStep() {
    TensorBackend single = new HeapBackend(DataType.FLOAT32);
    Pendulum pendulum = new Pendulum();
    State state = pendulum.initial(single.of(new double[] {1, 0, 0}, 3));
    assertThatThrownBy(() -> new Adaptive(Adaptive.Method.HEUN, 1e-3, 1e-8).start(pendulum, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'centre-tolerance' is 1.00e-08")
        .hasMessageContaining("float32");
  }

  @Test
  void rejectedStepsAreTheOnlyOnesThatCostMore() {
    Pendulum pendulum = new Pendulum();
    Stepper stepper =
        new Adaptive(Adaptive.Method.BOGACKI_SHAMPINE, 10, 10)
            .start(pendulum, pendulum.initial(start()));
    stepper.step();
    // A quarter, then what is left in one step: two steps of four stages, none rejected.
    assertThat(pendulum.evaluations).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(Adaptive.Method.class)
  void aFlowThatKeepsItsSlopesGoesTheSamePathForFewerEvaluations(Adaptive.Method method) {
    Pendulum asked = new Pendulum();
    Pendulum kept =
        new Pendulum() {
          @Override
          public boolean keepsSlopes() {
            return true;
          }
        };
    Adaptive solver = new Adaptive(method, 1e-4, 1e-4);
    Stepper one = solver.start(asked, asked.initial(start()));
    Stepper other = solver.start(kept, kept.initial(start()));
    for (int k = 0; k < 5; k++) {
      assertThat(other.step().curvature()).isCloseTo(one.step().curvature(), within(1e-12));
    }
    assertThat(distance(read(other.state().centre()), read(one.state().centre())))
        .isLessThan(1e-12);
    if (method == Adaptive.Method.HEUN) {
      assertThat(kept.evaluations).isEqualTo(asked.evaluations);
    } else {
      assertThat(kept.evaluations).isLessThan(asked.evaluations);
    }
  }

  private Tensor start() {
    return backend.of(new double[] {1, 0, 0.3}, 3);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.hypot(sum, a[i] - b[i]);
    }
    return sum;
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }
}
