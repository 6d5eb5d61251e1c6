package org.edgeflow.models.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.edgeflow.backends.nd4j.Nd4jBackendFactory;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.network.MultilayerPerceptronFactory;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Initialization;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.nd4j.Device;

/** Small random datasets, backends to run them on, and vectors. */
final class Digits {
  private Digits() {}

  static Dataset dataset(int examples, int classes, int... shape) {
    SplittableRandom random = new SplittableRandom(7);
    int features = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    double[] inputs = random.doubles(examples * features, -1.7, 1.7).toArray();
    int[] labels = IntStream.range(0, examples).map(i -> i % classes).toArray();
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return new Dataset("random digits", inputs, shape, labels, names, Map.of());
  }

  /** Two examples of five inputs, with three labels each. */
  static Dataset sequences() {
    int[] labels = {0, 1, 2, 0, 0, 1};
    return new Dataset(
        "sequences", new double[10], new int[] {5}, labels, 3, List.of("a", "b", "c"), Map.of());
  }

  static TensorBackend heap(DataType dataType) {
    return new HeapBackend(dataType);
  }

  static TensorBackend nd4j(DataType dataType) {
    return new Nd4jBackendFactory(Device.CPU).create(new NoSettings(), dataType);
  }

  static Problem problem(
      MultilayerPerceptronFactory.Settings settings,
      Dataset dataset,
      TensorBackend backend,
      long seed) {
    return new MultilayerPerceptronFactory(new Dl4jEngine())
        .create(settings, new ObjectiveFactory.Context(backend, Optional.of(dataset), seed));
  }

  static MultilayerPerceptronFactory.Settings mlp(
      List<Integer> hidden, Nonlinearity activation, Criterion loss) {
    return new MultilayerPerceptronFactory.Settings(
        hidden, activation, loss, Initialization.FAN_IN_UNIFORM, 1);
  }

  static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  static double[] gradient(Problem problem, double[] point) {
    TensorBackend backend = problem.objective().backend();
    Tensor gradient = backend.zeros(point.length);
    problem.objective().lossAndGradient(backend.of(point, point.length), gradient);
    return read(gradient);
  }

  static double loss(Problem problem, double[] point) {
    return problem.objective().loss(problem.objective().backend().of(point, point.length));
  }

  static double[] unit(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] v = random.doubles(size, -1, 1).toArray();
    double norm = Math.sqrt(dot(v, v));
    for (int i = 0; i < size; i++) {
      v[i] /= norm;
    }
    return v;
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  static double[] plus(double[] x, double alpha, double[] y) {
    double[] sum = x.clone();
    for (int i = 0; i < x.length; i++) {
      sum[i] += alpha * y[i];
    }
    return sum;
  }
}
