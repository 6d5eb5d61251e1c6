package org.edgeflow.onnx.operator;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.edgeflow.models.engine.algebra.Rearrangement;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.onnx.assembly.Arrangement;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/** Convolutions and pooling. The engine has channels innermost; ONNX has them before the grid. */
public final class WindowOperators {
  private static final int MOST_GROUPS = 64;

  private WindowOperators() {}

  /** The elements of a grid in the engine's order: for each position all channels. */
  static int[] channelsLast(int[] shape) {
    int[] order = IntStream.range(0, shape.length).toArray();
    System.arraycopy(order, 2, order, 1, shape.length - 2);
    order[shape.length - 1] = 1;
    return Selections.transposed(Numbers.places(shape), order).ints();
  }

  /** Where the elements of a grid lie in the engine's order. */
  public static Arrangement inverseOfChannelsLast(int[] shape) {
    int[] order = channelsLast(shape);
    int[] places = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
    }
    return new Arrangement(places, order.length);
  }

  static void convolution(Site site) {
    Assembler assembler = site.assembler();
    Node node = site.node();
    Flow x = site.flow(0);
    int[] shape = x.shape();
    int[] kernel = site.input(1).shape();
    int groups = (int) node.integer("group", 1);
    if (shape.length != kernel.length || shape.length < 3) {
      throw new UnsupportedNodeException(
          "weights of shape " + Arrays.toString(kernel) + " for " + Arrays.toString(shape));
    }
    WindowForm form = WindowForm.of(node, shape, Arrays.copyOfRange(kernel, 2, kernel.length));
    int made = kernel[0];
    requireGroups(groups, shape, kernel);
    assembler.joins(Arrays.copyOfRange(shape, 1, shape.length));
    int[] after = form.outputShape(shape[0], made, shape.length);
    if (assembler.rehearsal()) {
      site.give(assembler.flow(0, after));
      return;
    }
    requireOne(shape);
    Parameters weights =
        site.input(1) instanceof Parameters own && own.arrangement().isPermutation() ? own : null;
    Optional<Value> bias = site.optional(2);
    boolean owns = bias.isPresent() && bias.get() instanceof Parameters;
    if (groups == 1 && weights != null && !form.dilated() && (owns || bias.isEmpty())) {
      site.give(plain(assembler, x, form, weights, (Parameters) bias.orElse(null), after));
      return;
    }
    int told = assembler.joint().size();
    Flow sum = gathered(assembler, x, form, site.input(1), groups, after);
    assembler.forgetJoints(told);
    if (bias.isPresent()) {
      sum = new Pairs(assembler).add(sum, Normalizations.channel(bias.get(), after.length));
    }
    site.give(sum);
  }

  private static void requireGroups(int groups, int[] shape, int[] kernel) {
    if (groups < 1
        || groups > MOST_GROUPS
        || kernel[0] % groups != 0
        || shape[1] != (long) kernel[1] * groups) {
      throw new UnsupportedNodeException(
          groups
              + " groups of "
              + shape[1]
              + " channels with weights of shape "
              + Arrays.toString(kernel)
              + " (at most "
              + MOST_GROUPS
              + " groups)");
    }
  }

  private static void requireOne(int[] shape) {
    if (shape[0] != 1) {
      throw new UnsupportedNodeException(shape[0] + " grids in one example, which makes one only");
    }
  }

  private static Flow plain(
      Assembler assembler,
      Flow x,
      WindowForm form,
      Parameters weights,
      Parameters bias,
      int[] after) {
    int made = after[1];
    int channels = form.channels();
    int area = form.area();
    int input = grid(assembler, x, form);
    int[] elements = new int[made * area * channels];
    for (int i = 0; i < elements.length; i++) {
      int channel = i % channels;
      int place = i / channels % area;
      elements[i] = (i / channels / area * channels + channel) * area + place;
    }
    assembler.claims().claim(weights, elements);
    if (bias != null) {
      assembler.claims().claim(bias, IntStream.range(0, made).toArray());
    }
    int layer = assembler.add(Linear.convolution(made, bias != null, form.window()), input);
    return new Flow(layer, after, inverseOfChannelsLast(after));
  }

  private static int grid(Assembler assembler, Flow x, WindowForm form) {
    Flow stored = assembler.stored(x, channelsLast(x.shape()));
    return assembler.grouped(stored, form.grid());
  }

  /** Dilated, in groups, or with weights that others have, too: patches first, then products. */
  private static Flow gathered(
      Assembler assembler, Flow x, WindowForm form, Value weights, int groups, int[] after) {
    int made = after[1] / groups;
    int channels = form.channels() / groups;
    int columns = channels * form.area();
    Products products = new Products(assembler);
    Flow all = null;
    for (int group = 0; group < groups; group++) {
      Flow patches = patches(assembler, x, form, group * channels, channels);
      Numbers own =
          Selections.transposed(
              new Numbers(
                  new int[] {made, columns},
                  IntStream.range(group * made * columns, (group + 1) * made * columns)
                      .asDoubleStream()
                      .toArray(),
                  true),
              new int[] {1, 0});
      Flow rows = product(assembler, products, patches, weights, own);
      Flow part = spread(assembler, rows, group * made, made, after, groups == 1);
      all =
          all == null
              ? part
              : assembler.flow(assembler.add(new Sum(), all.layer(), part.layer()), after);
    }
    return all;
  }

  private static Flow product(
      Assembler assembler, Products products, Flow patches, Value weights, Numbers own) {
    if (weights instanceof Parameters parameters) {
      return products.linear(
          patches,
          new Parameters(parameters.name(), own.shape(), parameters.arrangement().then(own)),
          null);
    }
    Flow flow = assembler.flow(weights);
    return products.product(
        patches, new Flow(flow.layer(), own.shape(), flow.arrangement().then(own)));
  }

  private static Flow patches(
      Assembler assembler, Flow x, WindowForm form, int first, int channels) {
    int area = form.area();
    int columns = channels * area;
    int grid = form.extents()[0] * form.extents()[1];
    int[] places = new int[Math.multiplyExact(form.positions(), columns)];
    for (int i = 0; i < places.length; i++) {
      int column = i % columns;
      int under = form.under(i / columns, column % area);
      places[i] = under < 0 ? -1 : x.arrangement().places()[(first + column / area) * grid + under];
    }
    Extents rows = new Extents(form.positions(), 1, columns);
    return assembler.flow(
        assembler.add(new Rearrangement(places, rows), x.layer()), form.positions(), columns);
  }

  /** Rows of a group's channels as part of the whole grid. */
  private static Flow spread(
      Assembler assembler, Flow rows, int first, int made, int[] after, boolean whole) {
    Flow natural = assembler.natural(rows);
    int positions = Numbers.size(after) / after[1];
    if (whole) {
      return new Flow(natural.layer(), after, inverseOfChannelsLast(after));
    }
    int[] places = new int[Numbers.size(after)];
    for (int i = 0; i < places.length; i++) {
      int channel = i / positions - first;
      places[i] = channel < 0 || channel >= made ? -1 : i % positions * made + channel;
    }
    return assembler.flow(
        assembler.add(new Rearrangement(places, Assembler.vector(places.length)), natural.layer()),
        after);
  }

  static void averagePool(Site site) {
    pool(site, Pooling.Kind.AVERAGE);
  }

  static void maxPool(Site site) {
    pool(site, Pooling.Kind.MAXIMUM);
  }

  static void globalMaxPool(Site site) {
    int[] shape = site.input(0).shape();
    pooled(site, Pooling.Kind.MAXIMUM, Arrays.copyOfRange(shape, 2, shape.length));
  }

  private static void pool(Site site, Pooling.Kind kind) {
    pooled(site, kind, site.node().integers("kernel_shape").orElse(new int[0]));
  }

  private static void pooled(Site site, Pooling.Kind kind, int[] kernel) {
    Assembler assembler = site.assembler();
    Node node = site.node();
    Flow x = site.flow(0);
    int[] shape = x.shape();
    WindowForm form = WindowForm.of(node, shape, kernel);
    if (form.dilated() || node.outputs().size() > 1) {
      throw new UnsupportedNodeException("dilated windows, or the places of maxima");
    }
    assembler.joins(Arrays.copyOfRange(shape, 2, shape.length));
    int[] after = form.outputShape(shape[0], shape[1], shape.length);
    if (assembler.rehearsal()) {
      site.give(assembler.flow(0, after));
      return;
    }
    requireOne(shape);
    int input;
    if (kind == Pooling.Kind.AVERAGE
        && form.padded()
        && node.integer("count_include_pad", 0) != 0) {
      if (node.integer("ceil_mode", 0) != 0) {
        throw new UnsupportedNodeException("ceil_mode with a padding that counts");
      }
      input = widened(assembler, x, form);
      form = form.withinPadding();
    } else {
      input = grid(assembler, x, form);
    }
    site.give(
        new Flow(
            assembler.add(new Pooling(kind, form.window()), input),
            after,
            inverseOfChannelsLast(after)));
  }

  /** The grid with its padding. */
  private static int widened(Assembler assembler, Flow x, WindowForm form) {
    WindowForm wide = form.withinPadding();
    Extents grid = wide.grid();
    int positions = form.extents()[0] * form.extents()[1];
    int[] places = new int[grid.size()];
    for (int i = 0; i < places.length; i++) {
      int position = i / grid.channels();
      int row = position / grid.width() - form.before()[0];
      int column = position % grid.width() - form.before()[1];
      boolean inside =
          row >= 0 && row < form.extents()[0] && column >= 0 && column < form.extents()[1];
      places[i] =
          inside
              ? x.arrangement()
                  .places()[i % grid.channels() * positions + row * form.extents()[1] + column]
              : -1;
    }
    return assembler.add(new Rearrangement(places, grid), x.layer());
  }
}
