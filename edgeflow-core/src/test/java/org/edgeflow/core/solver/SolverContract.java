package org.edgeflow.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.solver.edge.EdgeGradientDescent;
import org.edgeflow.core.solver.edge.Transfer;
import org.edgeflow.core.solver.edge.TwoStep;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every solver promises, over everything that some plugins bring, on a flow that is not Edge
 * Flow: an oscillation on a quadratic that anybody might have written.
 */
public abstract class SolverContract {
  private static final int STEPS = 12;
  private static final Origin ORIGIN = new Origin("contract", 0, Path.of(""));
  // Evaluations of the flow that one iteration costs, as each solver's Javadoc has them.
  private static final Map<String, Integer> COST =
      Map.of(
          "egd",
          1,
          "euler",
          1,
          "transfer",
          1,
          "two-step",
          1,
          "heun",
          2,
          "bogacki-shampine",
          3,
          "rk4",
          4,
          "dormand-prince",
          6);

  // What steps over many iterations at once, on flows that anybody's is not; it has its own test.
  private static final Set<String> OF_THEIR_OWN = Set.of("long-steps");

  private final Registry registry;
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  /** Over what these plugins bring. */
  protected SolverContract(Iterable<? extends EdgeFlowPlugin> plugins) {
    registry = Registry.of(plugins);
  }

  @TestFactory
  Stream<DynamicTest> aStepIsOneIterationAndReadsWhereItBegan() {
    return forEach(
        solver -> {
          Oscillation flow = new Oscillation(backend);
          Stepper stepper = solver.start(flow, flow.initial(start()));
          for (int k = 0; k < STEPS; k++) {
            double loss = flow.loss(stepper.state());
            assertThat(stepper.step().predictedLoss()).isCloseTo(loss, within(1e-15));
            assertThat(flow.elapsed).isCloseTo(k + 1, within(1e-12));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> equalRunsAreEqualAndThePathIsTheFlows() {
    return forEach(
        solver -> {
          State state = walk(solver, STEPS).state();
          assertThat(saved(state)).isEqualTo(saved(walk(solver, STEPS).state()));
          double[] centre = read(state.centre());
          // e^(−ηλt) along both modes; a method of order 1 in steps of an iteration: (1 − ηλ)^t.
          assertThat(Math.abs(centre[0])).isLessThan(0.1);
          assertThat(centre[1])
              .isBetween(0.9 * Math.pow(0.95, STEPS), 1.1 * Math.exp(-0.05 * STEPS));
        });
  }

  @TestFactory
  Stream<DynamicTest> aRunRestoredHalfWayEqualsOneThatWasNeverStopped() {
    return forEach(
        solver -> {
          Snapshot snapshot = new Snapshot();
          walk(solver, STEPS / 2).save(snapshot, "");
          Stepper resumed = walk(solver, 0);
          resumed.restore(snapshot, "");
          for (int k = STEPS / 2; k < STEPS; k++) {
            resumed.step();
          }
          assertThat(saved(resumed.state())).isEqualTo(saved(walk(solver, STEPS).state()));
        });
  }

  @TestFactory
  Stream<DynamicTest> anIterationCostsWhatTheDocumentationSays() {
    return registry.parts(Kind.SOLVER).entrySet().stream()
        .filter(entry -> COST.containsKey(entry.getKey()))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      Oscillation flow = new Oscillation(backend);
                      Stepper stepper = solver(entry.getValue()).start(flow, flow.initial(start()));
                      stepper.step();
                      stepper.step();
                      assertThat(flow.evaluations).isEqualTo(2 * COST.get(entry.getKey()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> finerStepsConvergeWithTheMethodsOrder() {
    Oscillation exact = new Oscillation(backend);
    State reference = travelled(new RungeKutta(Tableau.RK4, 256), exact);
    return registry.parts(Kind.SOLVER).entrySet().stream()
        .filter(entry -> refines(entry.getValue()))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      double[] x = {4, 8, 16, 32};
                      double[] y = new double[x.length];
                      Solver coarse = solver(entry.getValue());
                      for (int i = 0; i < x.length; i++) {
                        Solver finer = solver(entry.getValue(), (int) x[i]);
                        y[i] = distance(travelled(finer, new Oscillation(backend)), reference);
                      }
                      int order =
                          coarse instanceof RungeKutta method ? method.tableau().order() : 1;
                      // A stranger's method converges at least; a tableau's with its own order.
                      assertThat(-slope(x, y)).isGreaterThan(order - 0.25);
                    }));
  }

  private static boolean refines(SolverFactory<?> factory) {
    return Arrays.stream(factory.settings().getRecordComponents())
        .anyMatch(component -> component.getName().equals("stepsPerIteration"));
  }

  private State travelled(Solver solver, Oscillation flow) {
    Stepper stepper = solver.start(flow, flow.initial(start()));
    stepper.step();
    stepper.step();
    return stepper.state();
  }

  private double distance(State one, State other) {
    Oscillation names = new Oscillation(backend);
    return backend.distance(one.centre(), other.centre())
        + backend.distance(names.direction(one), names.direction(other))
        + Math.abs(Math.log(names.magnitude(one) / names.magnitude(other)));
  }

  /** Of the line of least squares through the logarithms. */
  private static double slope(double[] x, double[] y) {
    double meanX = Arrays.stream(x).map(Math::log).average().orElseThrow();
    double meanY = Arrays.stream(y).map(Math::log).average().orElseThrow();
    double product = 0;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      product += (Math.log(x[i]) - meanX) * (Math.log(y[i]) - meanY);
      square += (Math.log(x[i]) - meanX) * (Math.log(x[i]) - meanX);
    }
    return product / square;
  }

  @TestFactory
  Stream<DynamicTest> aFlowWithoutOscillationIsAdvancedOrRefusedInWords() {
    return forEach(
        solver -> {
          Oscillation inner = new Oscillation(backend);
          Flow plain =
              new Flow() {
                @Override
                public State initial(Tensor at) {
                  return inner.initial(at);
                }

                @Override
                public Reading derivative(State state, State derivative) {
                  return inner.derivative(state, derivative);
                }
              };
          Stepper stepper;
          try {
            stepper = solver.start(plain, plain.initial(start()));
          } catch (IllegalArgumentException refused) {
            assertThat(refused)
                .hasMessageContaining("direction and a magnitude")
                .hasMessageContaining("use ");
            return;
          }
          stepper.step();
          assertThat(read(stepper.state().centre())[1]).isBetween(0.9, 0.96);
        });
  }

  @TestFactory
  Stream<DynamicTest> stepsOfOneIterationRefuseAFlowThatHoldsTheirError() {
    return forEach(
        solver -> {
          Oscillation flow =
              new Oscillation(backend) {
                @Override
                public boolean holdsDiscretizationError() {
                  return true;
                }
              };
          boolean whole =
              solver instanceof EdgeGradientDescent
                  || solver instanceof Transfer
                  || solver instanceof TwoStep
                  || solver instanceof RungeKutta method && method.tableau().order() == 1;
          if (whole) {
            assertThatThrownBy(() -> solver.start(flow, flow.initial(start())))
                .hasMessageContaining("count twice");
          } else {
            solver.start(flow, flow.initial(start()));
          }
        });
  }

  private Stepper walk(Solver solver, int steps) {
    Oscillation flow = new Oscillation(backend);
    Stepper stepper = solver.start(flow, flow.initial(start()));
    for (int k = 0; k < steps; k++) {
      stepper.step();
    }
    return stepper;
  }

  private Stream<DynamicTest> forEach(Consumer<Solver> claim) {
    return registry.parts(Kind.SOLVER).entrySet().stream()
        .filter(entry -> !OF_THEIR_OWN.contains(entry.getKey()))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> claim.accept(solver(entry.getValue()))));
  }

  private static <S extends Record> Solver solver(SolverFactory<S> factory) {
    return solver(factory, Map.of());
  }

  private static <S extends Record> Solver solver(SolverFactory<S> factory, int steps) {
    return solver(
        factory,
        Map.of("steps-per-iteration", new Node.Scalar(Integer.toString(steps), false, ORIGIN)));
  }

  private static <S extends Record> Solver solver(
      SolverFactory<S> factory, Map<String, Node> settings) {
    return factory.create(Decoder.decode(new Node.Mapping(settings, ORIGIN), factory.settings()));
  }

  private Tensor start() {
    return backend.of(new double[] {0.01, 1}, 2);
  }

  private static Map<String, String> saved(State state) {
    Snapshot snapshot = new Snapshot();
    state.save(snapshot, "");
    return snapshot.arrays().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.toString(entry.getValue())));
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }
}
