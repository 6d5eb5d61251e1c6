package org.edgeflow.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.data.SortingFactory;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  private static final int EXAMPLES = 23;
  private static final int FEATURES = 40;
  private static final int CLASSES = 5;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final double[] inputs =
      new SplittableRandom(3).doubles(EXAMPLES * FEATURES, -1, 1).toArray();
  private final int[] labels = IntStream.range(0, EXAMPLES).map(i -> i % CLASSES).toArray();
  private final Dataset noise =
      new Dataset(
          "noise",
          inputs,
          new int[] {FEATURES},
          labels,
          List.of("a", "b", "c", "d", "e"),
          Map.of());

  private Problem linear(EngineOptions options, double[] weights) {
    LayerGraph.Builder layers = new LayerGraph.Builder(Extents.vector(FEATURES));
    layers.then("out", Linear.dense(CLASSES, false));
    LayerGraph graph = layers.loss(Criterion.CROSS_ENTROPY, 1);
    return NetworkProblem.of(backend, graph, noise, weights, null, options);
  }

  @Test
  void itIsTheShareOfExamplesWhoseLabelHasTheLargestOutput() {
    for (int seed = 0; seed < 5; seed++) {
      double[] weights = new SplittableRandom(seed).doubles(FEATURES * CLASSES, -1, 1).toArray();
      for (EngineOptions options :
          List.of(
              EngineOptions.DEFAULT,
              new EngineOptions(0, false, false, true),
              new EngineOptions(7, false, false, true),
              new EngineOptions(3, true, true, false))) {
        assertThat(accuracy(options, weights)).isEqualTo(byHand(weights));
      }
    }
  }

  private double accuracy(EngineOptions options, double[] weights) {
    Problem problem = linear(options, weights);
    return problem.objective().accuracy().orElseThrow().applyAsDouble(problem.start());
  }

  private double byHand(double[] weights) {
    int correct = 0;
    for (int n = 0; n < EXAMPLES; n++) {
      double[] outputs = new double[CLASSES];
      for (int j = 0; j < CLASSES; j++) {
        for (int k = 0; k < FEATURES; k++) {
          outputs[j] += weights[k + FEATURES * j] * inputs[n * FEATURES + k];
        }
      }
      int best = 0;
      for (int j = 1; j < CLASSES; j++) {
        best = outputs[j] > outputs[best] ? j : best;
      }
      correct += best == labels[n] ? 1 : 0;
    }
    return correct / (double) EXAMPLES;
  }

  @Test
  void gradientDescentToASmallLossClassifiesEveryPositionOfASequence() {
    Dataset sorting = new SortingFactory().create(new SortingFactory.Settings(4, 3, 3, 1));
    SequenceTransformerFactory factory = new SequenceTransformerFactory();
    Origin origin = new Origin("test", 0, Path.of(""));
    SequenceTransformerFactory.Settings settings =
        Decoder.decode(new Node.Mapping(Map.of(), origin), factory.settings());
    Problem problem =
        factory.create(settings, new ObjectiveFactory.Context(backend, Optional.of(sorting), 1));
    Tensor point = backend.copyOf(problem.start());
    Tensor gradient = backend.zeros(point.size());
    double loss = Double.NaN;
    for (int step = 0; step < 600; step++) {
      loss = problem.objective().lossAndGradient(point, gradient);
      backend.axpy(-0.2, gradient, point);
    }
    assertThat(loss).isLessThan(0.1);
    assertThat(problem.objective().accuracy().orElseThrow().applyAsDouble(point)).isEqualTo(1);
  }
}
