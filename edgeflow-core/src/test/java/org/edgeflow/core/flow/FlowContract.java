package org.edgeflow.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.RungeKutta;
import org.edgeflow.core.solver.rungekutta.Tableau;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every flow promises, over everything that some plugins bring: a flow that is plugged in is
 * tested by it, with its default settings. A module with flows extends it with its own plugins.
 */
public abstract class FlowContract {
  private static final double ETA = 0.3;
  private static final double[] START = {0.02, 6.5};
  private static final int STEPS = 6;

  private final Registry registry;

  /** Over what these plugins bring. */
  protected FlowContract(Iterable<? extends EdgeFlowPlugin> plugins) {
    registry = Registry.of(plugins);
  }

  @TestFactory
  Stream<DynamicTest> theStartIsLeftAlone() {
    return forEach(
        (factory, name) -> {
          TensorBackend backend = backend();
          Tensor start = backend.of(START, 2);
          Tensor oscillation = backend.of(new double[] {0.01, 0.001}, 2);
          flow(factory, backend).initial(start);
          flow(factory, backend).initial(Start.oscillating(start, oscillation));
          assertThat(read(start)).containsExactly(START);
          assertThat(read(oscillation)).containsExactly(0.01, 0.001);
        });
  }

  @TestFactory
  Stream<DynamicTest> theCentreStartsWhereItIsTold() {
    return forEach(
        (factory, name) -> {
          TensorBackend backend = backend();
          Tensor start = backend.of(START, 2);
          State state =
              flow(factory, backend)
                  .initial(Start.oscillating(start, backend.of(new double[] {0.01, 0.001}, 2)));
          assertThat(backend.distance(state.centre(), start)).isLessThan(0.05);
        });
  }

  @TestFactory
  Stream<DynamicTest> aDerivativeLeavesTheStateAloneAndIsTheSameAgain() {
    return forEach(
        (factory, name) -> {
          TensorBackend backend = backend();
          Flow flow = flow(factory, backend);
          State state = flow.initial(backend.of(START, 2));
          Map<String, String> before = saved(state);
          State first = state.like();
          State second = state.like();
          flow.derivative(state, first);
          flow.derivative(state, second);
          assertThat(saved(state)).isEqualTo(before);
          assertThat(backend.distance(first.centre(), second.centre()))
              .isLessThanOrEqualTo(1e-6 * backend.norm(first.centre()));
        });
  }

  @TestFactory
  Stream<DynamicTest> equalRunsAreEqual() {
    return forEach(
        (factory, name) ->
            assertThat(saved(walk(factory).after(STEPS)))
                .isEqualTo(saved(walk(factory).after(STEPS))));
  }

  @TestFactory
  Stream<DynamicTest> aRunRestoredHalfWayEqualsOneThatWasNeverStopped() {
    return forEach(
        (factory, name) -> {
          Walk whole = walk(factory);
          Walk begun = walk(factory);
          begun.after(STEPS / 2);
          Snapshot snapshot = new Snapshot();
          begun.stepper.save(snapshot, "state.");
          begun.flow.save(snapshot, "flow.");
          Walk resumed = walk(factory);
          resumed.stepper.restore(snapshot, "state.");
          resumed.flow.restore(snapshot, "flow.");
          assertThat(saved(resumed.after(STEPS - STEPS / 2))).isEqualTo(saved(whole.after(STEPS)));
        });
  }

  @TestFactory
  Stream<DynamicTest> whatSettlesStaysSettled() {
    return forEach(
        (factory, name) -> {
          Walk walk = walk(factory);
          State state = walk.after(STEPS);
          if (walk.flow instanceof OscillatingFlow oscillating) {
            TensorBackend backend = state.backend();
            assertThat(backend.norm(oscillating.direction(state))).isCloseTo(1, within(1e-12));
            assertThat(oscillating.magnitude(state)).isNotNegative();
          }
          Map<String, String> before = saved(state);
          walk.flow.settle(state, 0);
          State settled = state;
          assertThat(saved(settled).keySet()).isEqualTo(before.keySet());
          assertThat(walk.flow.magnitude(settled))
              .satisfiesAnyOf(r -> assertThat(r).isNaN(), r -> assertThat(r).isNotNegative());
        });
  }

  @TestFactory
  Stream<DynamicTest> anOscillatingFlowSaysWhatItsDirectionTurnsTowards() {
    return forEach(
        (factory, name) -> {
          TensorBackend backend = backend();
          if (flow(factory, backend) instanceof OscillatingFlow flow) {
            State state =
                flow.initial(
                    Start.oscillating(
                        backend.of(START, 2), backend.of(new double[] {0.01, 0.001}, 2)));
            State slope = state.like();
            double curvature = flow.derivative(state, slope).curvature();
            Tensor turning = flow.turning(slope);
            // uᵀ η(K − s)u = 0 with s = uᵀKu, and K of the valley about (0.02, 6.5).
            assertThat(backend.dot(flow.direction(state), turning)).isCloseTo(0, within(1e-9));
            assertThat(curvature).isCloseTo(6.5, within(0.2));
            flow.setMagnitude(state, 0.25);
            assertThat(flow.magnitude(state)).isCloseTo(0.25, within(1e-14));
            assertThat(flow.learningRate()).isEqualTo(ETA);
          }
        });
  }

  private Stream<DynamicTest> forEach(BiConsumer<FlowFactory<?>, String> claim) {
    return registry.parts(Kind.FLOW).entrySet().stream()
        .filter(entry -> entry.getValue().describes(UpdateRule.gradientDescent(ETA)))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> claim.accept(entry.getValue(), entry.getKey())));
  }

  private static <S extends Record> Flow flow(FlowFactory<S> factory, TensorBackend backend) {
    Origin origin = new Origin("contract", 0, Path.of(""));
    S settings = Decoder.decode(new Node.Mapping(Map.of(), origin), factory.settings());
    return factory.create(
        settings,
        new FlowFactory.Context(
            new ClosedFormObjective(backend, new SharpValley(0.5, 0.01)),
            UpdateRule.gradientDescent(ETA),
            3));
  }

  private static Walk walk(FlowFactory<?> factory) {
    TensorBackend backend = backend();
    Flow flow = flow(factory, backend);
    return new Walk(
        flow, new RungeKutta(Tableau.RK4, 4).start(flow, flow.initial(backend.of(START, 2))));
  }

  private record Walk(Flow flow, Stepper stepper) {
    State after(int steps) {
      for (int k = 0; k < steps; k++) {
        stepper.step();
      }
      return stepper.state();
    }
  }

  private static Map<String, String> saved(State state) {
    Snapshot snapshot = new Snapshot();
    state.save(snapshot, "");
    return snapshot.arrays().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.toString(entry.getValue())));
  }

  private static TensorBackend backend() {
    return new HeapBackend(DataType.FLOAT64);
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }
}
