package org.edgeflow.theory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;

/** Measurements of one point by a probe with its default settings, in float64 on the heap. */
public final class Probes {
  /** Where they are made. */
  public static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  private Probes() {}

  /** What a probe says of a point of a closed form, by column. */
  public static Map<String, Double> measure(
      ProbeFactory<?> factory, ClosedForm form, double learningRate, double... point) {
    return measure(factory, new ClosedFormObjective(BACKEND, form), learningRate, point);
  }

  /** What a probe says of a point, by column. */
  public static Map<String, Double> measure(
      ProbeFactory<?> factory, Objective objective, double learningRate, double... point) {
    Probe probe =
        create(
            factory,
            new ProbeFactory.Context(
                objective,
                List.of(ParameterBlock.whole(point.length)),
                UpdateRule.gradientDescent(learningRate),
                5));
    double[] values = new double[probe.columns().size()];
    probe.measure(BACKEND.of(point, point.length), values);
    Map<String, Double> columns = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      columns.put(probe.columns().get(i), values[i]);
    }
    return columns;
  }

  private static <S extends Record> Probe create(
      ProbeFactory<S> factory, ProbeFactory.Context context) {
    Node.Mapping defaults = new Node.Mapping(Map.of(), new Origin("test", 0, Path.of(".")));
    return factory.create(Decoder.decode(defaults, factory.settings()), context);
  }
}
