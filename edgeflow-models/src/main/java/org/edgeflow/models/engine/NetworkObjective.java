package org.edgeflow.models.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.Blocks;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.lane.Lane;
import org.edgeflow.models.engine.lane.Lanes;
import org.edgeflow.models.engine.lane.Losses;
import org.edgeflow.models.engine.lane.Points;
import org.edgeflow.models.engine.lane.Reduction;

/**
 * The full-batch loss of a network with exact gradients and Hessian–vector products, by
 * Pearlmutter's R-operator (Neural Computation 6, 1994):
 *
 * <pre>  L(w) = κ / N · Σₙ ℓ(f(xₙ; w), yₙ)</pre>
 *
 * <p>Blocks of examples are shared out to lanes, which run on the backend's threads; the lanes'
 * results are added in a fixed order. Where {@link EngineOptions#deterministic} is set the number
 * of lanes does not depend on the number of threads.
 *
 * <p>{@link #symmetric} {@link Sharing shares} the first layer's products with the data: at the
 * centre and along the direction, and once for the sum of both endpoints' gradients. Where {@code
 * H(c) u} is asked for and the oscillation is {@link Quietness quiet}, one pass at the centre gives
 * everything, a gradient and a product: {@code g± = g ± r H u} and {@code L± = L ± r u·g} to
 * rounding.
 */
public final class NetworkObjective implements Objective {
  private final TensorBackend backend;
  private final ParameterOrder order;
  private final Points points;
  private final Points beyondEntrance;
  private final Losses losses;
  private final Lane[] lanes;
  private final Reduction sum;
  private final Reduction other;
  private final Reduction curvature;
  private final Sharing sharing;
  private final Blocks blocks;
  private final int rows;
  private final BiFunction<Integer, Double, SampledLoss> sampling;
  private final IntConsumer inputsTask;
  private final Runnable lossWork;
  private final Runnable gradientWork;
  private final Runnable productWork;
  private final Runnable quietWork;
  private final Map<Symmetric.Request, Runnable> symmetricWork =
      new EnumMap<>(Symmetric.Request.class);
  private ToDoubleBiFunction<Tensor, Tensor> rounding;
  private boolean inputsTaken;

  /**
   * A network and its data.
   *
   * @param graph the network
   * @param examples its data, which fit it
   * @param order for each parameter in the engine's order its place in the caller's tensors; null
   *     where they are the same
   * @param staircase whether the data are in their row space: the first layer's weights are then
   *     stored input by input, and a block's last columns are zero
   * @param options how to work
   */
  NetworkObjective(
      TensorBackend backend,
      LayerGraph graph,
      Examples examples,
      int[] order,
      boolean staircase,
      EngineOptions options) {
    this.backend = backend;
    this.order = new ParameterOrder(backend, graph.parameters(), order);
    Lanes built = options.lanes(backend, graph, examples, staircase);
    this.blocks = built.blocks();
    this.rows = examples.count() * examples.rows();
    this.points = built.points();
    this.losses = built.losses();
    this.lanes = built.lanes();
    this.sum = new Reduction(backend, lanes, Lane::sum);
    this.other = new Reduction(backend, lanes, Lane::other);
    this.curvature = new Reduction(backend, lanes, Lane::curvature);
    this.sharing = Sharing.of(options, graph, examples);
    // Shared products take the first layer's weights from the centre, and the first layer is large.
    this.beyondEntrance = points.from(backend, graph.entranceParameters());
    this.sampling =
        (batchSize, labelNoise) ->
            new SampledNetworkLoss(
                examples,
                graph.criterion(),
                batchSize,
                labelNoise,
                some -> new NetworkObjective(backend, graph, some, order, staircase, options));
    this.inputsTask = lane -> lanes[lane].takeInputs();
    this.lossWork = onLanes(Lane::loss);
    this.gradientWork = onLanes(Lane::gradient, sum);
    this.productWork = onLanes(Lane::hessianVector, curvature);
    this.quietWork = onLanes(Lane::gradientAndHessianVector, sum, curvature);
    for (Symmetric.Request request : Symmetric.Request.values()) {
      symmetricWork.put(request, symmetricWork(request));
    }
  }

  private Runnable symmetricWork(Symmetric.Request request) {
    boolean shared = sharing.of(request);
    Points apart = shared ? beyondEntrance : points;
    List<Reduction> results = new ArrayList<>(List.of(sum));
    if (request.halfDifference()) {
      results.add(other);
    }
    if (request.hessianVector()) {
      results.add(curvature);
    }
    Runnable evaluation =
        inOrder(lane -> lane.symmetric(request, shared), results.toArray(new Reduction[0]));
    return backend.repeated(
        () -> {
          displace(apart, 1, apart.plus());
          displace(apart, -1, apart.minus());
          evaluation.run();
        });
  }

  // The same work every time: what changes is in the points, and its results in the lanes' sums and
  // in the losses' slots.
  private Runnable onLanes(Consumer<Lane> evaluation, Reduction... results) {
    return backend.repeated(inOrder(evaluation, results));
  }

  private Runnable inOrder(Consumer<Lane> evaluation, Reduction... results) {
    IntConsumer task = lane -> evaluation.accept(lanes[lane]);
    return () -> {
      backend.parallel(lanes.length, task);
      for (Reduction result : results) {
        result.reduce();
      }
    };
  }

  private void evaluate(Runnable work) {
    if (!inputsTaken) {
      backend.parallel(lanes.length, inputsTask);
      inputsTaken = true;
    }
    work.run();
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return order.dimension();
  }

  /**
   * Where the parameters are not the network's: √(Σ u_i² w_i²) of parameters w and a direction u in
   * the network's coordinates.
   */
  void roundsAs(ToDoubleBiFunction<Tensor, Tensor> turned) {
    rounding = turned;
  }

  @Override
  public double roundingScale(Tensor parameters, Tensor direction, Tensor scratch) {
    return rounding == null
        ? Objective.super.roundingScale(parameters, direction, scratch)
        : rounding.applyAsDouble(parameters, direction);
  }

  @Override
  public Optional<ToDoubleFunction<Tensor>> accuracy() {
    return Optional.of(this::accuracy);
  }

  private double accuracy(Tensor parameters) {
    order.load(parameters, points.plus());
    int[] correct = new int[lanes.length];
    // Not a work that a backend keeps: it reads the outputs of each block.
    evaluate(() -> backend.parallel(lanes.length, i -> correct[i] = lanes[i].correct()));
    return Arrays.stream(correct).sum() / (double) rows;
  }

  @Override
  public Optional<SampledLoss> sampled(int batchSize, double labelNoise) {
    return Optional.of(sampling.apply(batchSize, labelNoise));
  }

  /** The data, whose tensors may be written if {@link #forgetInputs} is called afterwards. */
  Blocks blocks() {
    return blocks;
  }

  /** The data have been written: what was made of them is made again. */
  void forgetInputs() {
    inputsTaken = false;
  }

  @Override
  public double loss(Tensor parameters) {
    order.load(parameters, points.plus());
    evaluate(lossWork);
    return lossPlus();
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    order.load(parameters, points.plus());
    evaluate(gradientWork);
    order.store(sum.total(), gradient);
    return lossPlus();
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    order.load(parameters, points.centre());
    order.load(vector, points.direction());
    evaluate(productWork);
    order.store(curvature.total(), product);
  }

  @Override
  public void symmetric(
      Tensor centre, Tensor direction, double magnitude, Symmetric.Request request, Symmetric out) {
    order.load(centre, points.centre());
    order.load(direction, points.direction());
    if (request.hessianVector() && Quietness.holds(centre, direction, magnitude)) {
      quiet(direction, magnitude, out);
      return;
    }
    backend.set(points.magnitude(), 0, magnitude);
    evaluate(symmetricWork.get(request));
    Tensor mean = out.meanGradient();
    order.store(sum.total(), mean);
    if (request.halfDifference()) {
      Tensor difference = out.halfDifference();
      order.store(other.total(), difference);
      backend.combine(0.5, mean, 0.5, difference, mean);
      // mean − g− = ½ (g+ − g−), from what is already here.
      backend.combine(1, mean, -1, difference, difference);
    } else {
      backend.scale(0.5, mean);
    }
    if (request.hessianVector()) {
      order.store(curvature.total(), out.hessianVector());
    }
    out.setLosses(lossPlus(), total(Lane::lossMinus));
    if (request.hessianVector()) {
      out.setCentreLoss(total(Lane::lossAtCentre));
    }
  }

  private void quiet(Tensor direction, double magnitude, Symmetric out) {
    evaluate(quietWork);
    order.store(sum.total(), out.meanGradient());
    order.store(curvature.total(), out.hessianVector());
    backend.combine(magnitude, out.hessianVector(), 0, direction, out.halfDifference());
    double slope = magnitude * backend.dot(direction, out.meanGradient());
    losses.read();
    double loss = total(Lane::lossAtCentre);
    out.setLosses(loss + slope, loss - slope);
    out.setCentreLoss(loss);
    out.setCost(new Cost(0, 1, 1));
  }

  private void displace(Points from, int sign, Tensor to) {
    backend.displace(from.centre(), sign, from.magnitude(), 0, from.direction(), to);
  }

  // Every loss of the evaluation comes at once: only reading them waits.
  private double lossPlus() {
    losses.read();
    return total(Lane::lossPlus);
  }

  private double total(ToDoubleFunction<Lane> loss) {
    double total = 0;
    for (Lane lane : lanes) {
      total += loss.applyAsDouble(lane);
    }
    return total;
  }
}
