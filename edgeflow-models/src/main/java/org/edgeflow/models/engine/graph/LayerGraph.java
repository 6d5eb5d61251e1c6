package org.edgeflow.models.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;

/**
 * A network with one input and one loss: layers in an order in which each follows its inputs.
 *
 * <p>Parameters lie layer by layer in that order, each layer's as the layer says.
 */
public final class LayerGraph {
  private final List<Node> nodes;
  private final Criterion criterion;
  private final double factor;

  /**
   * A layer in its place.
   *
   * @param name for messages
   * @param layer null for the network's input
   * @param inputs the places of the layers it reads
   * @param extents of its output
   * @param offset where its parameters start
   * @param parameters how many it has
   */
  public record Node(
      String name,
      Layer layer,
      List<Integer> inputs,
      Extents extents,
      int offset,
      int parameters) {}

  private LayerGraph(List<Node> nodes, Criterion criterion, double factor) {
    this.nodes = List.copyOf(nodes);
    this.criterion = criterion;
    this.factor = factor;
  }

  /** The layers; the first is the input. */
  public List<Node> nodes() {
    return nodes;
  }

  /** What one example looks like. */
  public Extents input() {
    return nodes.get(0).extents();
  }

  /** What the network makes of one example. */
  public Extents output() {
    return last().extents();
  }

  /** How outputs are compared with targets. */
  public Criterion criterion() {
    return criterion;
  }

  /** What the criterion, averaged over the rows of the output, is multiplied by. */
  public double factor() {
    return factor;
  }

  /** The number of parameters. */
  public int parameters() {
    return last().offset() + last().parameters();
  }

  private Node last() {
    return nodes.get(nodes.size() - 1);
  }

  /** How many layers read a layer's output. */
  public int consumers(int place) {
    int count = 0;
    for (Node node : nodes) {
      for (int input : node.inputs()) {
        count += input == place ? 1 : 0;
      }
    }
    return count;
  }

  /**
   * The place of the linear layer that alone reads the data (flattened or not), so that the network
   * is linear in its parameters up to there; 0 if there is none.
   */
  public int entrance() {
    int place = 0;
    while (consumers(place) == 1 && place + 1 < nodes.size()) {
      Layer next = nodes.get(place + 1).layer();
      if (next instanceof Linear) {
        return place + 1;
      }
      if (!(next instanceof Flatten)) {
        return 0;
      }
      place++;
    }
    return 0;
  }

  /** The number of parameters up to the end of the {@link #entrance}; they are the first ones. */
  public int entranceParameters() {
    Node node = nodes.get(entrance());
    return node.offset() + node.parameters();
  }

  /** Numbers that the entrance makes of one example. */
  public int entranceOutputs() {
    return nodes.get(entrance()).extents().size();
  }

  /**
   * The same layers on other inputs, which the layers accept.
   *
   * @param input what one example looks like now
   */
  public LayerGraph withInput(Extents input) {
    Builder builder = new Builder(input);
    for (Node node : nodes.subList(1, nodes.size())) {
      builder.add(node.name(), node.layer(), node.inputs().stream().mapToInt(i -> i).toArray());
    }
    return builder.loss(criterion, factor);
  }

  /** Puts a network together, checking each layer against its inputs. */
  public static final class Builder {
    /** Far beyond any that trains here; a depth of 2³¹ would be added layer by layer for ever. */
    private static final int MOST_LAYERS = 2_000;

    /** What an array holds. */
    private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

    private final List<Node> nodes = new ArrayList<>();

    /** Starts with the input. */
    public Builder(Extents input) {
      nodes.add(new Node("input", null, List.of(), input, 0, 0));
    }

    /**
     * Adds a layer; returns its place, counted from 1.
     *
     * @param inputs the places of the layers it reads, 0 being the input
     * @throws ConfigException naming the layer, what it got and what it expected
     */
    public int add(String name, Layer layer, int... inputs) {
      if (nodes.size() > MOST_LAYERS) {
        throw new ConfigException(
            "the network has more than " + MOST_LAYERS + " layers. Give it fewer.");
      }
      List<Integer> places = new ArrayList<>();
      List<Extents> before = new ArrayList<>();
      for (int input : inputs) {
        places.add(input);
        before.add(nodes.get(input).extents());
      }
      try {
        Extents after = layer.output(before);
        int parameters = layer.parameters(before);
        int offset = Math.addExact(nodes.get(last()).offset(), nodes.get(last()).parameters());
        requireRoom(name, after, (long) offset + parameters);
        nodes.add(new Node(name, layer, List.copyOf(places), after, offset, parameters));
      } catch (IllegalArgumentException e) {
        throw new ConfigException("layer '" + name + "': " + e.getMessage());
      } catch (ArithmeticException e) {
        throw tooLarge(name);
      }
      return last();
    }

    private static void requireRoom(String name, Extents after, long parameters) {
      double numbers = (double) after.height() * after.width() * after.channels();
      if (numbers > MOST_NUMBERS || parameters > MOST_NUMBERS) {
        throw tooLarge(name);
      }
      double bytes = (double) Double.BYTES * parameters;
      double heap = Runtime.getRuntime().maxMemory();
      if (bytes > heap) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "with layer '%s' the network has %,d parameters, which alone take %.1f GB; the heap"
                    + " may grow to %.1f GB. Make it smaller, or allow more with"
                    + " EDGEFLOW_JAVA_OPTS=-Xmx8g.",
                name,
                parameters,
                bytes * 1e-9,
                heap * 1e-9));
      }
    }

    private static ConfigException tooLarge(String name) {
      return new ConfigException(
          "layer '"
              + name
              + "': with it the network has more than "
              + MOST_NUMBERS
              + " parameters, or as many numbers in one example. Make it smaller.");
    }

    /** Adds a layer that reads the last one; returns its place. */
    public int then(String name, Layer layer) {
      return add(name, layer, last());
    }

    /** The place of the last layer. */
    public int last() {
      return nodes.size() - 1;
    }

    /** What the layer at a place produces. */
    public Extents extents(int place) {
      return nodes.get(place).extents();
    }

    /** Where the parameters of the layer at a place start. */
    public int offset(int place) {
      return nodes.get(place).offset();
    }

    /**
     * Ends the network with a loss of the last layer's output.
     *
     * @param factor multiplies the criterion's mean over the rows
     */
    public LayerGraph loss(Criterion criterion, double factor) {
      LayerGraph graph = new LayerGraph(nodes, criterion, factor);
      for (int place = 0; place < nodes.size() - 1; place++) {
        if (graph.consumers(place) == 0) {
          throw new ConfigException(
              "layer '"
                  + nodes.get(place).name()
                  + "': nothing reads its output, expected one output, that of '"
                  + nodes.get(last()).name()
                  + "'");
        }
      }
      if (graph.parameters() == 0) {
        throw new ConfigException("the network has no parameters; expected at least one layer");
      }
      return graph;
    }
  }
}
