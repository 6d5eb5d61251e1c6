package org.edgeflow.models.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.activation.AlgebraicActivation;
import org.edgeflow.models.engine.activation.FurtherActivation;
import org.edgeflow.models.engine.activation.PiecewiseActivation;
import org.edgeflow.models.engine.algebra.Bias;
import org.edgeflow.models.engine.algebra.Combination;
import org.edgeflow.models.engine.algebra.FixedAffine;
import org.edgeflow.models.engine.algebra.FixedNumbers;
import org.edgeflow.models.engine.algebra.FreeParameters;
import org.edgeflow.models.engine.algebra.Hadamard;
import org.edgeflow.models.engine.algebra.MatrixProduct;
import org.edgeflow.models.engine.algebra.Rearrangement;
import org.edgeflow.models.engine.algebra.Regrouping;
import org.edgeflow.models.engine.algebra.Softmax;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Attention;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Normalization;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.PositionEmbedding;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.layer.recurrent.BothWays;
import org.edgeflow.models.engine.layer.recurrent.Gru;
import org.edgeflow.models.engine.layer.recurrent.Lstm;
import org.edgeflow.models.engine.layer.recurrent.OnePosition;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;

/** Networks and data of a few dozen numbers that together use every layer. */
public final class SmallNetworks {
  static final int EXAMPLES = 11;
  private static final int CLASSES = 3;
  private static final Extents IMAGE = new Extents(6, 5, 2);

  private SmallNetworks() {}

  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static double[] gaussians(int size, double scale, long seed) {
    RandomGenerator random = random(seed);
    return IntStream.range(0, size).mapToDouble(i -> scale * random.nextGaussian()).toArray();
  }

  /** Examples of a shape, with labels that go round. */
  public static Dataset data(int examples, int... shape) {
    int features = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    int[] labels = IntStream.range(0, examples).map(i -> (i * 7) % CLASSES).toArray();
    return new Dataset(
        "noise",
        gaussians(examples * features, 1, 5),
        shape,
        labels,
        List.of("a", "b", "c"),
        Map.of());
  }

  public static Dataset dataFor(LayerGraph graph) {
    Extents input = graph.input();
    return input.positions() == 1
        ? data(EXAMPLES, input.channels())
        : data(EXAMPLES, input.channels(), input.height(), input.width());
  }

  /** A network of dense layers. */
  public static LayerGraph dense(Activation activation, Criterion criterion, int... widths) {
    LayerGraph.Builder builder = new LayerGraph.Builder(Extents.vector(widths[0]));
    for (int i = 1; i < widths.length; i++) {
      builder.then("hidden " + i, Linear.dense(widths[i], true));
      builder.then("activation " + i, new Elementwise(activation));
    }
    builder.then("output", Linear.dense(CLASSES, true));
    return builder.loss(criterion, 0.5);
  }

  /** All of them, by name. */
  public static Map<String, LayerGraph> all() {
    Map<String, LayerGraph> graphs = new LinkedHashMap<>();
    for (Activation activation : activations()) {
      graphs.put("dense, " + activation, dense(activation, Criterion.SQUARED_ERROR, 7, 5, 6));
    }
    graphs.put("cross-entropy", dense(StandardActivation.TANH, Criterion.CROSS_ENTROPY, 7, 5, 6));
    // Inputs long enough for two products at once.
    graphs.put("long inputs", dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, 70, 5, 6));
    graphs.put("convolution", convolution(Pooling.Kind.AVERAGE));
    graphs.put("convolution with maximum", convolution(Pooling.Kind.MAXIMUM));
    graphs.put("convolutions by tiles", tiled());
    graphs.put("strided", strided());
    graphs.put("data in two places", twice());
    graphs.put("residual", residual());
    graphs.put("attention", attention());
    graphs.put("lstm", lstm(false));
    graphs.put("lstm in both directions", lstm(true));
    graphs.put("gru", gru());
    graphs.put("recurrent layers in both directions", bothWays());
    graphs.put("algebra", algebra());
    return graphs;
  }

  /** Every activation. */
  static List<Activation> activations() {
    List<Activation> all = new ArrayList<>();
    all.addAll(List.of(StandardActivation.values()));
    all.addAll(List.of(FurtherActivation.values()));
    all.add(new PiecewiseActivation.Exponential(0.7, 1.1));
    all.add(new PiecewiseActivation.Leaky(0.2));
    all.add(new PiecewiseActivation.Clipped(0.1, 1.5));
    all.add(AlgebraicActivation.Plain.ABSOLUTE);
    all.add(AlgebraicActivation.Plain.EXPONENTIAL);
    all.add(AlgebraicActivation.Plain.ERROR_FUNCTION);
    all.add(new AlgebraicActivation.Power(2));
    all.add(new AlgebraicActivation.Line(-0.5, 0.3));
    all.add(new AlgebraicActivation.Clamp(-0.4, 0.6));
    return all;
  }

  private static LayerGraph convolution(Pooling.Kind kind) {
    LayerGraph.Builder b = new LayerGraph.Builder(IMAGE);
    b.then("conv 1", Linear.convolution(4, true, Windows.same(IMAGE, 3, 3, 1, 1)));
    b.then("tanh 1", new Elementwise(StandardActivation.TANH));
    b.then("pool 1", new Pooling(kind, Windows.padded(b.extents(b.last()), 2, 2, 2, 2, 0, 0)));
    b.then(
        "conv 2",
        Linear.convolution(3, true, Windows.padded(b.extents(b.last()), 2, 2, 1, 1, 1, 0)));
    b.then("softplus", new Elementwise(StandardActivation.SOFTPLUS));
    b.then("pool 2", new Pooling(kind, Windows.padded(b.extents(b.last()), 2, 2, 1, 1, 1, 1)));
    b.then("flatten", new Flatten());
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  // Channels enough for tiles, with a bias and without; tiles that reach out, and some that do not.
  private static LayerGraph tiled() {
    LayerGraph.Builder b = new LayerGraph.Builder(IMAGE);
    b.then("conv 1", Linear.convolution(8, true, Windows.same(IMAGE, 3, 3, 1, 1)));
    b.then("tanh 1", new Elementwise(StandardActivation.TANH));
    b.then("conv 2", Linear.convolution(9, true, Windows.same(b.extents(b.last()), 3, 3, 1, 1)));
    b.then("tanh 2", new Elementwise(StandardActivation.TANH));
    b.then(
        "conv 3",
        Linear.convolution(8, false, Windows.padded(b.extents(b.last()), 3, 3, 1, 1, 0, 1)));
    b.then("flatten", new Flatten());
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  private static LayerGraph algebra() {
    LayerGraph.Builder b = new LayerGraph.Builder(IMAGE);
    int[] backwards = IntStream.range(0, 12).map(i -> 59 - 5 * i).toArray();
    int[] repeated = {0, 1, 1, -1, 4, 1, 7, 59};
    int left = b.add("backwards", new Rearrangement(backwards, new Extents(4, 1, 3)), 0);
    int rows = b.add("rows", Linear.dense(4, true), left);
    int own = b.add("own", new FreeParameters(new Extents(2, 2, 4)));
    int pairs = b.add("pairs", new MatrixProduct(2, 2, 4, 2, true), rows, own);
    int shares = b.add("shares", new Softmax(), pairs);
    int weighted = b.add("weighted", new Hadamard(), pairs, shares);
    int right = b.add("repeated", new Rearrangement(repeated, Extents.vector(8)), 0);
    int matrix = b.add("matrix", new Regrouping(new Extents(4, 1, 2)), right);
    int plain = b.add("plain", new MatrixProduct(1, 4, 4, 2, false), rows, matrix);
    b.add("difference", new Combination(0.5, -2), weighted, plain);
    b.then("statistics", new FixedAffine(new double[] {1.5, -0.5}, new double[] {0.1, 0.2}));
    int shifted = b.then("shifted", new Bias());
    int fixed = b.add("fixed", new FixedNumbers(gaussians(8, 1, 3), new Extents(4, 1, 2)));
    b.add("sum", new Sum(), shifted, fixed);
    b.then("tanh", new Elementwise(StandardActivation.TANH));
    b.then("flatten", new Flatten());
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  private static LayerGraph strided() {
    LayerGraph.Builder b = new LayerGraph.Builder(IMAGE);
    b.then("conv", Linear.convolution(4, false, Windows.same(IMAGE, 3, 2, 2, 2)));
    b.then("gelu", new Elementwise(StandardActivation.GELU));
    b.then("pool", new Pooling(Pooling.Kind.AVERAGE, Windows.global(b.extents(b.last()))));
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.SQUARED_ERROR, 1);
  }

  private static LayerGraph twice() {
    LayerGraph.Builder b = new LayerGraph.Builder(Extents.vector(4));
    int hidden = b.add("hidden", Linear.dense(4, true), 0);
    int curved = b.add("tanh", new Elementwise(StandardActivation.TANH), hidden);
    b.add("sum", new Sum(), 0, curved);
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  private static LayerGraph residual() {
    LayerGraph.Builder b = new LayerGraph.Builder(IMAGE);
    int stem = b.then("stem", Linear.convolution(4, true, Windows.same(IMAGE, 3, 3, 2, 2)));
    b.then("norm", new Normalization(1e-5, true));
    b.then("affine", new Affine(true));
    b.then("tanh", new Elementwise(StandardActivation.TANH));
    int inner =
        b.then("conv", Linear.convolution(4, false, Windows.same(b.extents(stem), 3, 3, 1, 1)));
    int skip = b.add("project", Linear.dense(4, false), stem);
    int sum = b.add("sum 1", new Sum(), inner, skip);
    int more = b.add("norm 2", new Normalization(1e-3, false), sum);
    b.add("sum 2", new Sum(), sum, more);
    b.then("swish", new Elementwise(StandardActivation.SWISH));
    b.then("pool", new Pooling(Pooling.Kind.AVERAGE, Windows.global(b.extents(b.last()))));
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  private static LayerGraph attention() {
    LayerGraph.Builder b = new LayerGraph.Builder(IMAGE);
    b.then("patches", Linear.convolution(4, true, Windows.padded(IMAGE, 2, 2, 2, 2, 0, 0)));
    int start = b.then("positions", new PositionEmbedding());
    b.then("norm", new Normalization(1e-5, false));
    int normed = b.then("affine", new Affine(true));
    int queries = b.add("queries", Linear.dense(4, true), normed);
    int keys = b.add("keys", Linear.dense(4, true), normed);
    int values = b.add("values", Linear.dense(4, true), normed);
    b.add("attention", new Attention(2), queries, keys, values);
    int mixed = b.then("mix", Linear.dense(4, true));
    b.add("sum", new Sum(), start, mixed);
    b.then("norm 2", new Normalization(1e-5, false));
    b.then("pool", new Pooling(Pooling.Kind.AVERAGE, Windows.global(b.extents(b.last()))));
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  private static LayerGraph lstm(boolean both) {
    LayerGraph.Builder b = new LayerGraph.Builder(new Extents(5, 1, 3));
    b.then("sums 1", Linear.dense(Lstm.GATES * 4, true));
    int first = b.then("lstm 1", Lstm.of(4, false));
    if (!both) {
      b.then("sums 2", Linear.dense(Lstm.GATES * 3, true));
      b.then("lstm 2", new Lstm(3, StandardActivation.SOFTPLUS, StandardActivation.SIGMOID, false));
      b.then("last", OnePosition.LAST);
      b.then("output", Linear.dense(CLASSES, true));
      return b.loss(Criterion.CROSS_ENTROPY, 1);
    }
    b.add("sums 2", Linear.dense(Lstm.GATES * 3, true), 0);
    int second = b.then("lstm 2", Lstm.of(3, true));
    int forwards = b.add("forwards", Linear.dense(4, true), first);
    int backwards = b.add("backwards", Linear.dense(4, false), second);
    b.add("sum", new Sum(), forwards, backwards);
    b.then("first", OnePosition.FIRST);
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.SQUARED_ERROR, 1);
  }

  private static LayerGraph gru() {
    LayerGraph.Builder b = new LayerGraph.Builder(new Extents(5, 1, 3));
    b.then("sums 1", Linear.dense(Gru.GATES * 4, true));
    b.then("gru 1", Gru.of(4, false));
    b.then("sums 2", Linear.dense(Gru.GATES * 3, true));
    b.then("gru 2", new Gru(3, false, true));
    b.then("first", OnePosition.FIRST);
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }

  private static LayerGraph bothWays() {
    LayerGraph.Builder b = new LayerGraph.Builder(new Extents(5, 1, 3));
    b.then("sums 1", Linear.dense(2 * Lstm.GATES * 3, true));
    b.then("lstm", BothWays.lstm(3));
    b.then("sums 2", Linear.dense(2 * Gru.GATES * 2, true));
    b.then("gru", BothWays.gru(2));
    b.then("ends", OnePosition.ENDS);
    b.then("output", Linear.dense(CLASSES, true));
    return b.loss(Criterion.CROSS_ENTROPY, 1);
  }
}
