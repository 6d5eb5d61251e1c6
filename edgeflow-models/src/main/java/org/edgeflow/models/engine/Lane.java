package org.edgeflow.models.engine;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Storage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * One thread's share of the blocks, with its own buffers and accumulators.
 *
 * <p>The tapes at both endpoints use the same buffers in turn; the tape at the centre has its own,
 * because in a shared product its pre-activations serve the endpoints too.
 */
final class Lane {
  private final TensorBackend backend;
  private final LayerGraph graph;
  private final Blocks blocks;
  private final Points points;
  private final boolean transposed;
  private final double factor;
  private final int[] mine;
  private final Tapes[] tapes;
  private final List<Tapes> distinct;
  private Patches patches;
  private final Tensor sum;
  private final Tensor other;
  private final Tensor curvature;
  private final Losses losses;

  /**
   * Where the network is evaluated, all in the engine's order.
   *
   * @param magnitude one number: by how much of the direction the endpoints differ from the centre
   */
  record Points(Tensor plus, Tensor minus, Tensor centre, Tensor direction, Scalars magnitude) {

    /** The same without the first parameters. */
    Points from(TensorBackend backend, int first) {
      return new Points(
          rest(backend, plus, first),
          rest(backend, minus, first),
          rest(backend, centre, first),
          rest(backend, direction, first),
          magnitude);
    }

    private static Tensor rest(TensorBackend backend, Tensor x, int first) {
      return backend.view(x, first, x.size() - first);
    }
  }

  /** A network's tapes for one size of block. */
  private record Tapes(Tape plus, Tape minus, Tape minusApart, Tape centre, Tensor pending) {}

  /**
   * A lane for some of the blocks.
   *
   * @param mine the blocks' indices, in the order in which they are worked on
   * @param transposed whether the first layer's weights are stored input by input
   * @param factor of the loss
   * @param losses where the blocks' losses are left
   */
  Lane(
      TensorBackend backend,
      LayerGraph graph,
      Blocks blocks,
      Points points,
      boolean transposed,
      double factor,
      Losses losses,
      int[] mine) {
    this.backend = backend;
    this.graph = graph;
    this.blocks = blocks;
    this.points = points;
    this.transposed = transposed;
    this.factor = factor;
    this.losses = losses;
    this.mine = mine;
    this.sum = backend.zeros(graph.parameters());
    this.other = backend.zeros(graph.parameters());
    this.curvature = backend.zeros(graph.parameters());
    this.tapes = tapes();
    this.distinct = IntStream.of(mine).mapToObj(block -> tapes[block]).distinct().toList();
  }

  private Tapes[] tapes() {
    TreeMap<Integer, Tapes> bySize = new TreeMap<>();
    Storage endpoints = new Storage(backend);
    Storage middle = new Storage(backend);
    IntFunction<Tensor> data = data();
    int[] sizes = IntStream.of(mine).map(blocks.sizes()::get).distinct().sorted().toArray();
    // The largest first: what the storage holds then serves all.
    for (int i = sizes.length - 1; i >= 0; i--) {
      int size = sizes[i];
      endpoints.rewind();
      middle.rewind();
      Tape plus = tape(data, endpoints, size, points.plus(), sum, losses.plus());
      endpoints.rewind();
      Tape minus = tape(data, endpoints, size, points.minus(), sum, losses.minus());
      endpoints.rewind();
      Tape minusApart = tape(data, endpoints, size, points.minus(), other, losses.minus());
      Tape centre = tape(data, middle, size, points.centre(), null, losses.centre());
      Tensor pending = middle.take(plus.entrance().output().delta().shape());
      bySize.put(size, new Tapes(plus, minus, minusApart, centre, pending));
    }
    Tapes[] byBlock = new Tapes[blocks.count()];
    for (int block : mine) {
      byBlock[block] = bySize.get(blocks.sizes().get(block));
    }
    return byBlock;
  }

  private Tape tape(
      IntFunction<Tensor> data,
      Storage storage,
      int size,
      Tensor parameters,
      Tensor gradient,
      int firstSlot) {
    boolean tangents = gradient == null;
    Wiring wiring =
        new Wiring(
            backend,
            storage,
            size,
            tangents,
            List.of(),
            parameters,
            points.direction(),
            tangents ? curvature : gradient,
            0);
    return new Tape(
        graph,
        (node, wired) -> enter(node, wired, data),
        wiring,
        blocks.targets(),
        factor,
        new Criterion.Slots(losses.slots(), firstSlot));
  }

  private Entrance enter(LayerGraph.Node node, Wiring wiring, IntFunction<Tensor> data) {
    if (!(node.layer() instanceof Linear linear)) {
      return new PlainEntrance(wiring, graph.input(), blocks.inputs());
    }
    Extents read = graph.nodes().get(node.inputs().get(0)).extents();
    int[] columns = new int[blocks.count()];
    for (int block = 0; block < columns.length; block++) {
      columns[block] = transposed ? blocks.inputs().get(block).shape()[1] : linear.columns(read);
    }
    return new LinearEntrance(linear, wiring, read, data, columns, transposed);
  }

  /** Takes the data as they are now. Must come before the first pass, and when they change. */
  void takeInputs() {
    if (patches != null) {
      patches.refresh();
    }
  }

  private void begin() {
    if (patches != null) {
      patches.rewind();
    }
  }

  private IntFunction<Tensor> data() {
    LayerGraph.Node first = graph.nodes().get(graph.entrance());
    if (first.layer() instanceof Linear linear) {
      Extents read = graph.nodes().get(first.inputs().get(0)).extents();
      if (linear.window() != null) {
        patches = new Patches(backend, linear.window(), read, blocks, mine);
        return patches;
      }
      if (read.positions() > 1) {
        List<Tensor> rows =
            blocks.inputs().stream()
                .map(x -> backend.view(x, 0, x.size() / read.channels(), read.channels()))
                .toList();
        return rows::get;
      }
    }
    return blocks.inputs()::get;
  }

  private void prepare(Function<Tapes, Tape> which) {
    for (int i = 0; i < distinct.size(); i++) {
      which.apply(distinct.get(i)).prepare();
    }
  }

  private void prepareEndpoint(Function<Tapes, Tape> which, boolean shared) {
    for (int i = 0; i < distinct.size(); i++) {
      Tape tape = which.apply(distinct.get(i));
      if (shared) {
        tape.prepareBeyondEntrance();
      } else {
        tape.prepare();
      }
    }
  }

  /** The losses of the share at the point {@code plus}. */
  void loss() {
    begin();
    prepare(Tapes::plus);
    for (int block : mine) {
      tapes[block].plus().loss(block);
    }
  }

  /** The losses of the share at the point {@code plus}, and the gradient into {@link #sum}. */
  void gradient() {
    begin();
    backend.fill(sum, 0);
    prepare(Tapes::plus);
    for (int block : mine) {
      tapes[block].plus().gradient(block);
    }
  }

  /** The product at the point {@code centre} with the direction, into {@link #curvature}. */
  void hessianVector() {
    begin();
    backend.fill(curvature, 0);
    prepare(Tapes::centre);
    for (int block : mine) {
      tapes[block].centre().hessianVector(block);
    }
  }

  /**
   * What {@link org.edgeflow.core.objective.Objective#symmetric} asks for: the sum of the
   * endpoints' gradients into {@link #sum}, or where their difference is wanted one into {@link
   * #sum} and the other into {@link #other}; the product into {@link #curvature}.
   *
   * @param shared whether the first layer's products serve all three evaluations
   */
  void symmetric(Symmetric.Request request, boolean shared) {
    begin();
    backend.fill(sum, 0);
    if (request.halfDifference()) {
      backend.fill(other, 0);
    }
    if (request.hessianVector()) {
      backend.fill(curvature, 0);
    }
    prepareEndpoint(Tapes::plus, shared);
    prepareEndpoint(request.halfDifference() ? Tapes::minusApart : Tapes::minus, shared);
    prepare(Tapes::centre);
    for (int block : mine) {
      if (shared) {
        sharedEndpoints(tapes[block], block, request.halfDifference());
        if (request.hessianVector()) {
          Tape centre = tapes[block].centre();
          centre.beyondEntranceTangent(block);
          centre.entrance().backwardTangent(block);
        }
      } else {
        tapes[block].plus().gradient(block);
        minus(tapes[block], request.halfDifference()).gradient(block);
        if (request.hessianVector()) {
          tapes[block].centre().hessianVector(block);
        }
      }
    }
  }

  private static Tape minus(Tapes tapes, boolean apart) {
    return apart ? tapes.minusApart() : tapes.minus();
  }

  private void sharedEndpoints(Tapes at, int block, boolean apart) {
    Entrance centre = at.centre().entrance();
    Entrance plus = at.plus().entrance();
    Tape minusTape = minus(at, apart);
    Entrance minus = minusTape.entrance();
    centre.forwardTangent(block);
    Tensor atCentre = centre.output().value();
    Tensor along = centre.output().tangent();
    backend.displace(atCentre, 1, points.magnitude(), 0, along, plus.output().value());
    at.plus().beyondEntrance(block);
    if (apart) {
      plus.backward(block);
    } else {
      backend.copy(plus.output().delta(), at.pending());
    }
    backend.displace(atCentre, -1, points.magnitude(), 0, along, minus.output().value());
    minusTape.beyondEntrance(block);
    if (!apart) {
      backend.axpy(1, at.pending(), minus.output().delta());
    }
    minus.backward(block);
  }

  Tensor sum() {
    return sum;
  }

  Tensor other() {
    return other;
  }

  Tensor curvature() {
    return curvature;
  }

  /** The share's loss at the point {@code plus}, once the losses are read. */
  double lossPlus() {
    return loss(losses.plus());
  }

  /** The same at {@code minus}. */
  double lossMinus() {
    return loss(losses.minus());
  }

  private double loss(int firstSlot) {
    double loss = 0;
    for (int block : mine) {
      loss += factor * losses.at(firstSlot + block);
    }
    return loss;
  }
}
