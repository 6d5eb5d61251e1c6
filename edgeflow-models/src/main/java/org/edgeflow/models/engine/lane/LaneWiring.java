package org.edgeflow.models.engine.lane;

import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.Patches;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.lane.entrance.Entrance;
import org.edgeflow.models.engine.lane.entrance.LinearEntrance;
import org.edgeflow.models.engine.lane.entrance.PairedEnds;
import org.edgeflow.models.engine.lane.entrance.PairedProducts;
import org.edgeflow.models.engine.lane.entrance.PlainEntrance;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Storage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * How a lane's tapes share buffers: those at both endpoints use the same ones in turn; the tape at
 * the centre has its own, because in a shared product its pre-activations serve the endpoints too.
 */
final class LaneWiring {
  private final TensorBackend backend;
  private final Lane.Plan plan;
  private final int[] mine;
  private final Lane.Sums sums;
  private final IntFunction<Tensor> data;
  private final Tapes[] tapes;
  private Patches patches;

  /** Wires the tapes of some blocks. */
  LaneWiring(TensorBackend backend, Lane.Plan plan, int[] mine, Lane.Sums sums) {
    this.backend = backend;
    this.plan = plan;
    this.mine = mine;
    this.sums = sums;
    this.data = data();
    this.tapes = build();
  }

  /** The tapes of each block; null where it is another lane's. */
  Tapes[] tapes() {
    return tapes;
  }

  /** What the first layer reads, where it is a convolution; else null. */
  Patches patches() {
    return patches;
  }

  private Tapes[] build() {
    TreeMap<Integer, Tapes> bySize = new TreeMap<>();
    Storage endpoints = new Storage(backend);
    Storage middle = new Storage(backend);
    int[] sizes = IntStream.of(mine).map(plan.blocks().sizes()::get).distinct().sorted().toArray();
    // The largest first: what the storage holds then serves all.
    for (int i = sizes.length - 1; i >= 0; i--) {
      int size = sizes[i];
      endpoints.rewind();
      middle.rewind();
      PairedProducts pair = pair(size);
      Tape plus = plain(endpoints, size, plan.points().plus(), sums.sum(), plan.losses().plus());
      endpoints.rewind();
      Tape minus = plain(endpoints, size, plan.points().minus(), sums.sum(), plan.losses().minus());
      endpoints.rewind();
      Tape minusApart =
          plain(endpoints, size, plan.points().minus(), sums.other(), plan.losses().minus());
      Tape centre = tangent(middle, size, null, pair);
      Tensor pending = middle.take(plus.entrance().output().delta().shape());
      middle.rewind();
      Tape quiet = tangent(middle, size, sums.sum(), pair);
      bySize.put(
          size,
          new Tapes(plus, minus, minusApart, centre, quiet, pending, ends(pair, plus, minusApart)));
    }
    Tapes[] byBlock = new Tapes[plan.blocks().count()];
    for (int block : mine) {
      byBlock[block] = bySize.get(plan.blocks().sizes().get(block));
    }
    return byBlock;
  }

  private PairedProducts pair(int size) {
    if (!PairedProducts.pay(plan.graph())) {
      return null;
    }
    LayerGraph.Node node = plan.graph().nodes().get(plan.graph().entrance());
    int width = node.extents().channels();
    return new PairedProducts(backend, data, size, width, columns(node), plan.transposed());
  }

  private static PairedEnds ends(PairedProducts pair, Tape plus, Tape minus) {
    return pair == null
        ? null
        : new PairedEnds(pair, (LinearEntrance) plus.entrance(), (LinearEntrance) minus.entrance());
  }

  private Tape plain(Storage storage, int size, Tensor parameters, Tensor gradient, int firstSlot) {
    return tape(
        new Wiring(backend, storage, size, false, List.of(), parameters, null, gradient, null, 0),
        firstSlot,
        null);
  }

  private Tape tangent(Storage storage, int size, Tensor gradient, PairedProducts pair) {
    Points points = plan.points();
    return tape(
        new Wiring(
            backend,
            storage,
            size,
            true,
            List.of(),
            points.centre(),
            points.direction(),
            gradient,
            sums.curvature(),
            0),
        plan.losses().centre(),
        pair);
  }

  private Tape tape(Wiring wiring, int firstSlot, PairedProducts pair) {
    return new Tape(
        plan.graph(),
        (node, own) -> enter(node, own, pair),
        wiring,
        plan.blocks().targets(),
        plan.factor(),
        new Criterion.Slots(plan.losses().slots(), firstSlot));
  }

  private Entrance enter(LayerGraph.Node node, Wiring wiring, PairedProducts pair) {
    if (!(node.layer() instanceof Linear linear)) {
      return new PlainEntrance(wiring, plan.graph().input(), plan.blocks().inputs());
    }
    Extents read = read(node);
    return new LinearEntrance(linear, wiring, read, data, columns(node), plan.transposed(), pair);
  }

  private Extents read(LayerGraph.Node node) {
    return plan.graph().nodes().get(node.inputs().get(0)).extents();
  }

  // What a block's examples have in columns that are not all zero.
  private int[] columns(LayerGraph.Node node) {
    int whole = ((Linear) node.layer()).columns(read(node));
    return IntStream.range(0, plan.blocks().count())
        .map(block -> plan.transposed() ? plan.blocks().inputs().get(block).shape()[1] : whole)
        .toArray();
  }

  private IntFunction<Tensor> data() {
    LayerGraph.Node first = plan.graph().nodes().get(plan.graph().entrance());
    if (first.layer() instanceof Linear linear) {
      Extents read = read(first);
      if (linear.window() != null) {
        patches = new Patches(backend, linear.window(), read, plan.blocks(), mine);
        return patches;
      }
      if (read.positions() > 1) {
        List<Tensor> rows =
            plan.blocks().inputs().stream()
                .map(x -> backend.view(x, 0, x.size() / read.channels(), read.channels()))
                .toList();
        return rows::get;
      }
    }
    return plan.blocks().inputs()::get;
  }
}
