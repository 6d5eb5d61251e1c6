package org.edgeflow.onnx.assembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.edgeflow.models.engine.algebra.FixedNumbers;
import org.edgeflow.models.engine.algebra.FreeParameters;
import org.edgeflow.models.engine.algebra.Rearrangement;
import org.edgeflow.models.engine.algebra.Regrouping;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Adds layers to a graph and turns what they read into the form that they need.
 *
 * <p>A rehearsal adds nothing: it follows shapes alone, for a batch of another size.
 */
public final class Assembler {
  private final LayerGraph.Builder graph;
  private final Claims claims;
  private final boolean rehearsal;
  private final Map<String, Flow> free = new HashMap<>();
  private final Map<Integer, Map<Extents, Integer>> views = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final List<Joint> joint = new ArrayList<>();
  private Set<String> shared = Set.of();
  private String current = "network";

  public Assembler(LayerGraph.Builder graph, Claims claims, boolean rehearsal) {
    this.graph = graph;
    this.claims = claims;
    this.rehearsal = rehearsal;
  }

  public LayerGraph.Builder graph() {
    return graph;
  }

  public Claims claims() {
    return claims;
  }

  public boolean rehearsal() {
    return rehearsal;
  }

  /**
   * An axis along which numbers are put together.
   *
   * @param node where
   * @param extent of the axis
   */
  public record Joint(String node, int extent) {}

  /** The axes along which numbers have been put together so far; none may be a batch's. */
  public List<Joint> joint() {
    return joint;
  }

  /** Tells that a node puts numbers together along axes of these extents. */
  public void joins(int... extents) {
    IntStream.of(extents).forEach(extent -> joint.add(new Joint(current, extent)));
  }

  /** Takes back what has been told since there were so many axes: their node tells it itself. */
  public void forgetJoints(int from) {
    joint.subList(from, joint.size()).clear();
  }

  /** The tensors that are wanted in several places, and so have no layer of their own. */
  public void shares(Set<String> tensors) {
    shared = tensors;
  }

  /** A value for one place; parameters that are wanted in several have become a flow. */
  public Value separate(Value value) {
    return value instanceof Parameters parameters && shared.contains(parameters.name())
        ? flow(value)
        : value;
  }

  /** What the next layers are called. */
  public void at(String name) {
    current = name;
  }

  /** Adds a layer. */
  public int add(Layer layer, int... inputs) {
    if (rehearsal) {
      return 0;
    }
    int number = names.merge(current, 1, Integer::sum);
    return graph.add(number == 1 ? current : current + ", part " + number, layer, inputs);
  }

  /** A flow's store as positions with so many channels; the place of the layer that has it. */
  public int grouped(Flow flow, Extents extents) {
    if (rehearsal || graph.extents(flow.layer()).equals(extents)) {
      return flow.layer();
    }
    return views
        .computeIfAbsent(flow.layer(), layer -> new HashMap<>())
        .computeIfAbsent(
            extents,
            wanted ->
                add(
                    wanted.positions() == 1 ? new Flatten() : new Regrouping(wanted),
                    flow.layer()));
  }

  /** The same where it does not matter how many positions have a height. */
  public int rows(Flow flow, int channels) {
    int positions = flow.arrangement().store() / channels;
    if (!rehearsal) {
      Extents now = graph.extents(flow.layer());
      if (now.channels() == channels && now.positions() == positions) {
        return flow.layer();
      }
    }
    return grouped(flow, new Extents(positions, 1, channels));
  }

  /** What a layer makes, in its natural order. */
  public Flow flow(int layer, int... shape) {
    return new Flow(layer, shape, Arrangement.natural(Numbers.size(shape)));
  }

  /** A value as a flow. */
  public Flow flow(Value value) {
    if (value instanceof Flow flow) {
      return flow;
    } else if (value instanceof Parameters parameters) {
      Flow whole = free(parameters.name(), parameters.arrangement().store());
      return new Flow(whole.layer(), parameters.shape(), parameters.arrangement());
    } else if (value instanceof Fixed fixed) {
      Numbers numbers = fixed.numbers();
      return flow(
          add(new FixedNumbers(numbers.values(), vector(numbers.values().length))),
          numbers.shape());
    }
    throw new UnsupportedNodeException("tokens other than as rows of an embedding (Gather)");
  }

  /** Parameters as a flow of a layer that owns them, and nothing else of their tensor. */
  public Flow owned(Parameters parameters) {
    int size = parameters.arrangement().size();
    claims.claim(parameters, natural(parameters.shape()));
    return flow(add(new FreeParameters(vector(size))), parameters.shape());
  }

  private Flow free(String tensor, int size) {
    Flow known = free.get(tensor);
    if (known == null) {
      known = owned(new Parameters(tensor, new int[] {size}, Arrangement.natural(size)));
      free.put(tensor, known);
    }
    return known;
  }

  public static Extents vector(int size) {
    return Extents.vector(Math.max(1, size));
  }

  /** The same elements in their natural order, with nothing else in the store. */
  public Flow natural(Flow flow) {
    return flow.arrangement().isNatural() ? flow : stored(flow, natural(flow.shape()));
  }

  private static int[] natural(int[] shape) {
    return IntStream.range(0, Numbers.size(shape)).toArray();
  }

  /**
   * The same elements in a store of their own.
   *
   * @param order which element is to lie at each place of the store, each once
   */
  public Flow stored(Flow flow, int[] order) {
    int[] from = flow.arrangement().at(order);
    int[] places = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
    }
    Arrangement arrangement = new Arrangement(places, order.length);
    if (flow.arrangement().store() == order.length
        && Arrays.equals(from, natural(new int[] {order.length}))) {
      return new Flow(flow.layer(), flow.shape(), arrangement);
    }
    // Large repetitions are cheaper in rows than as one.
    return new Flow(
        add(new Rearrangement(from, vector(from.length)), flow.layer()), flow.shape(), arrangement);
  }

  /**
   * The same elements with rows of some columns, the last axes, whole in the store.
   *
   * @return a flow whose arrangement has {@link Arrangement#rows}
   */
  public Flow wholeRows(Flow flow, int columns) {
    return flow.arrangement().rows(columns) != null ? flow : natural(flow);
  }

  /** The same elements, and nothing else in the store, so that each may be worked on as it lies. */
  public Flow onto(Flow flow) {
    return flow.arrangement().isOnto() ? flow : natural(flow);
  }
}
