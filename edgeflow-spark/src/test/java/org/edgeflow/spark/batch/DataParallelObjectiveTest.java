package org.edgeflow.spark.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.spark.session.Master;
import org.edgeflow.spark.session.SparkSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sums over parts beside the objective of all examples in this process. */
class DataParallelObjectiveTest {
  private static final int EXAMPLES = 53;
  private static final int[] SHAPE = {5};
  private static final String NETWORK =
      "{type: mlp, hidden: [7], activation: tanh, loss: cross-entropy, row-space: false}";

  private static SparkSession session;

  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final Dataset dataset = dataset();

  @BeforeAll
  static void open() {
    session = SparkSessions.open(new Master("local[2]"), 1, Map.of());
  }

  @AfterAll
  static void close() {
    session.stop();
  }

  private static Dataset dataset() {
    Random random = new Random(5);
    double[] inputs = random.doubles(EXAMPLES * SHAPE[0], -1, 1).toArray();
    int[] labels = random.ints(EXAMPLES, 0, 3).toArray();
    return new Dataset("drawn", inputs, SHAPE, labels, java.util.List.of("a", "b", "c"), Map.of());
  }

  private static Node.Mapping section(String text) {
    return (Node.Mapping) YamlReader.readFile(text, "test.yaml", Path.of("/"));
  }

  private Problem inParts(String network, int parts) {
    return new DataParallelFactory()
        .create(
            new DataParallelFactory.Settings(section(network), parts),
            new ObjectiveFactory.Context(backend, Optional.of(dataset), 3));
  }

  private Problem whole() {
    return new InnerObjective(NETWORK, 3, DataType.FLOAT64).of(dataset, backend);
  }

  private Tensor drawn(int size, int seed) {
    return backend.of(new Random(seed).doubles(size, -0.5, 0.5).toArray(), size);
  }

  private static double[] values(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  private static void assertClose(Tensor found, Tensor expected) {
    double[] a = values(found);
    double[] b = values(expected);
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], org.assertj.core.data.Offset.offset(1e-14));
    }
  }

  @Test
  void sumsOverPartsAreTheMeansOverAllExamples() {
    for (int parts : new int[] {1, 4, 40}) {
      Problem problem = inParts(NETWORK, parts);
      Objective sum = problem.objective();
      Objective all = whole().objective();
      assertThat(values(problem.start())).isEqualTo(values(whole().start()));
      int d = all.dimension();
      Tensor w = drawn(d, 1);
      Tensor v = drawn(d, 2);
      Tensor found = backend.zeros(d);
      Tensor expected = backend.zeros(d);
      assertThat(sum.loss(w)).isCloseTo(all.loss(w), org.assertj.core.data.Offset.offset(1e-14));
      assertThat(sum.lossAndGradient(w, found))
          .isCloseTo(all.lossAndGradient(w, expected), org.assertj.core.data.Offset.offset(1e-14));
      assertClose(found, expected);
      sum.hessianVector(w, v, found);
      all.hessianVector(w, v, expected);
      assertClose(found, expected);
    }
  }

  @Test
  void bothEndpointsOfAnOscillationComeBackInOneRound() {
    Objective sum = inParts(NETWORK, 4).objective();
    Objective all = whole().objective();
    int d = all.dimension();
    Tensor c = drawn(d, 1);
    Tensor u = drawn(d, 2);
    for (Symmetric.Request request : Symmetric.Request.values()) {
      Symmetric found = new Symmetric(backend, d);
      Symmetric expected = new Symmetric(backend, d);
      sum.symmetric(c, u, 0.3, request, found);
      all.symmetric(c, u, 0.3, request, expected);
      assertThat(found.loss())
          .isCloseTo(expected.loss(), org.assertj.core.data.Offset.offset(1e-14));
      assertClose(found.meanGradient(), expected.meanGradient());
      if (request.halfDifference()) {
        assertClose(found.halfDifference(), expected.halfDifference());
      }
      if (request.hessianVector()) {
        assertClose(found.hessianVector(), expected.hessianVector());
      }
    }
  }

  @Test
  void theSameBitsComeBackEveryTime() {
    Objective sum = inParts(NETWORK, 40).objective();
    Tensor w = drawn(sum.dimension(), 1);
    Tensor first = backend.zeros(sum.dimension());
    sum.lossAndGradient(w, first);
    for (int i = 0; i < 5; i++) {
      Tensor again = backend.zeros(sum.dimension());
      inParts(NETWORK, 40).objective().lossAndGradient(w, again);
      assertThat(Arrays.equals(values(again), values(first))).isTrue();
    }
  }

  @Test
  void whatCannotBeSummedOverPartsIsRefused() {
    assertThatThrownBy(() -> inParts("{type: sharp-valley}", 4))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no mean over the examples");
    assertThatThrownBy(() -> inParts(NETWORK, EXAMPLES + 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'parts' is 54");
    assertThatThrownBy(() -> inParts(NETWORK.replace("row-space: false", "row-space: true"), 25))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("row-space: false");
  }
}
