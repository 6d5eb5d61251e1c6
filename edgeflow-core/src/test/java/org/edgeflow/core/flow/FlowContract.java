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
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
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

  private static final Map<String, UpdateRule> RULES =
      Map.of(
          "gradient descent", UpdateRule.gradientDescent(ETA),
          "heavy ball", new UpdateRule(ETA, new Momentum(0.6, false), Scaling.NONE),
          "Nesterov", new UpdateRule(ETA, new Momentum(0.6, true), Scaling.NONE),
          "RMSProp with one moment", scaled(0, false, Scaling.Kind.SCALAR),
          "RMSProp", scaled(0, false, Scaling.Kind.PER_COMPONENT),
          "Adam with one moment", scaled(0.9, false, Scaling.Kind.SCALAR),
          "Adam", scaled(0.9, false, Scaling.Kind.PER_COMPONENT),
          "NAdam", scaled(0.9, true, Scaling.Kind.PER_COMPONENT));

  private final Registry registry;

  /** Over what these plugins bring. */
  protected FlowContract(Iterable<? extends EdgeFlowPlugin> plugins) {
    registry = Registry.of(plugins);
  }

  private static UpdateRule scaled(double beta, boolean nesterov, Scaling.Kind kind) {
    return new UpdateRule(
        ETA / 100, new Momentum(beta, nesterov), new Scaling(kind, 0.9, 1e-8, beta > 0));
  }

  @TestFactory
  Stream<DynamicTest> theStartIsLeftAlone() {
    return forEach(
        (factory, rule) -> {
          TensorBackend backend = backend();
          Tensor start = backend.of(START, 2);
          Tensor oscillation = backend.of(new double[] {0.01, 0.001}, 2);
          flow(factory, rule, backend).initial(start);
          flow(factory, rule, backend).initial(Start.oscillating(start, oscillation));
          assertThat(read(start)).containsExactly(START);
          assertThat(read(oscillation)).containsExactly(0.01, 0.001);
        });
  }

  @TestFactory
  Stream<DynamicTest> theCentreStartsWhereItIsTold() {
    return forEach(
        (factory, rule) -> {
          TensorBackend backend = backend();
          Tensor start = backend.of(START, 2);
          State state =
              flow(factory, rule, backend)
                  .initial(Start.oscillating(start, backend.of(new double[] {0.01, 0.001}, 2)));
          assertThat(backend.distance(state.centre(), start)).isLessThan(0.05);
        });
  }

  @TestFactory
  Stream<DynamicTest> aDerivativeLeavesTheStateAloneAndIsTheSameAgain() {
    return forEach(
        (factory, rule) -> {
          TensorBackend backend = backend();
          Flow flow = flow(factory, rule, backend);
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
        (factory, rule) ->
            assertThat(saved(walk(factory, rule).after(STEPS)))
                .isEqualTo(saved(walk(factory, rule).after(STEPS))));
  }

  @TestFactory
  Stream<DynamicTest> aRunRestoredHalfWayEqualsOneThatWasNeverStopped() {
    return forEach(
        (factory, rule) -> {
          Walk whole = walk(factory, rule);
          Walk begun = walk(factory, rule);
          begun.after(STEPS / 2);
          Snapshot snapshot = new Snapshot();
          begun.stepper.save(snapshot, "state.");
          begun.flow.save(snapshot, "flow.");
          Walk resumed = walk(factory, rule);
          resumed.stepper.restore(snapshot, "state.");
          resumed.flow.restore(snapshot, "flow.");
          assertThat(saved(resumed.after(STEPS - STEPS / 2))).isEqualTo(saved(whole.after(STEPS)));
        });
  }

  @TestFactory
  Stream<DynamicTest> whatSettlesStaysSettled() {
    return forEach(
        (factory, rule) -> {
          Walk walk = walk(factory, rule);
          State state = walk.after(STEPS);
          if (rule.isGradientDescent() && walk.flow instanceof OscillatingFlow oscillating) {
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
        (factory, rule) -> {
          TensorBackend backend = backend();
          if (rule.isGradientDescent()
              && flow(factory, rule, backend) instanceof OscillatingFlow flow) {
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

  /** Every flow with every optimizer that it describes. */
  private Stream<DynamicTest> forEach(BiConsumer<FlowFactory<?>, UpdateRule> claim) {
    return RULES.entrySet().stream()
        .flatMap(
            rule ->
                registry.parts(Kind.FLOW).entrySet().stream()
                    .filter(entry -> entry.getValue().describes(rule.getValue()))
                    .map(
                        entry ->
                            DynamicTest.dynamicTest(
                                entry.getKey() + " of " + rule.getKey(),
                                () -> claim.accept(entry.getValue(), rule.getValue()))));
  }

  private static <S extends Record> Flow flow(
      FlowFactory<S> factory, UpdateRule rule, TensorBackend backend) {
    Origin origin = new Origin("contract", 0, Path.of(""));
    S settings = Decoder.decode(new Node.Mapping(Map.of(), origin), factory.settings());
    return factory.create(
        settings,
        new FlowFactory.Context(
            new ClosedFormObjective(backend, new SharpValley(0.5, 0.01)), rule, 3));
  }

  private static Walk walk(FlowFactory<?> factory, UpdateRule rule) {
    TensorBackend backend = backend();
    Flow flow = flow(factory, rule, backend);
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
