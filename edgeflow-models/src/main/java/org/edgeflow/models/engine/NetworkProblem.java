package org.edgeflow.models.engine;

import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.signal.Extents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network on a dataset as a problem.
 *
 * <p>Where the first layer is dense and examples are fewer than features, inputs are reduced to
 * their row space: {@code X = C Q} turns {@code X Wᵀ} into {@code C (W Qᵀ)ᵀ}, and the parameters
 * into {@code W Qᵀ}. Gradients by W lie in the row space, so the component of the initial W
 * orthogonal to it never moves; the problem's export adds it again. Optimizers that treat each
 * parameter by itself are not invariant under such a rotation: they need {@link
 * EngineOptions#rowSpace} off.
 */
public final class NetworkProblem {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkProblem.class);

  private NetworkProblem() {}

  /**
   * The problem.
   *
   * @param start the initial parameters in the network's own order
   * @param order for each parameter in the engine's order its place in the network's; null where
   *     they are the same
   * @throws ConfigException if dataset and network do not fit
   */
  public static Problem of(
      TensorBackend backend,
      LayerGraph graph,
      Dataset dataset,
      double[] start,
      int[] order,
      EngineOptions options) {
    if (start.length != graph.parameters()) {
      throw new ConfigException(
          "the network has "
              + graph.parameters()
              + " parameters, got "
              + start.length
              + " initial ones");
    }
    Examples examples = Examples.of(dataset, graph);
    if (graph.criterion() == Criterion.CROSS_ENTROPY) {
      reportOneClass(dataset);
    }
    if (options.rowSpace() && reducible(graph, examples)) {
      RowSpace space = RowSpace.of(examples.inputs(), examples.count(), backend);
      if (space.rank() > 0) {
        return reduced(backend, graph, examples, start, order, options, space);
      }
    }
    return new Problem(
            new NetworkObjective(backend, graph, examples, order, false, options),
            backend.of(start, start.length),
            List.of())
        .withBlocks(LayerBlocks.of(graph, order));
  }

  /** Says that the cross-entropy of a dataset of one class is zero whatever the parameters. */
  public static void reportOneClass(Dataset dataset) {
    if (dataset.classes().size() == 1) {
      LOG.warn(
          "dataset '{}' has one class, '{}': its cross-entropy is 0 at every point and there is"
              + " nothing to learn; take a dataset of two classes or more, or another loss",
          dataset.name(),
          dataset.classes().get(0));
    }
  }

  private static boolean reducible(LayerGraph graph, Examples examples) {
    Node first = graph.nodes().get(graph.entrance());
    return first.layer() instanceof Linear linear
        && linear.window() == null
        && first.extents().positions() == 1
        && examples.count() < linear.columns(graph.nodes().get(first.inputs().get(0)).extents());
  }

  private static Problem reduced(
      TensorBackend backend,
      LayerGraph graph,
      Examples examples,
      double[] start,
      int[] order,
      EngineOptions options,
      RowSpace space) {
    LayerGraph smaller = graph.withInput(Extents.vector(space.rank()));
    Node first = graph.nodes().get(graph.entrance());
    int outputs = ((Linear) first.layer()).outputs();
    // The entrance is the first layer with parameters, so its weights come first.
    int before = outputs * space.features();
    int after = outputs * space.rank();
    double[] inner = order == null ? start.clone() : permuted(start, order);
    double[] parameters = new double[smaller.parameters()];
    double[] weights = space.reduce(inner, 0, outputs, backend);
    System.arraycopy(weights, 0, parameters, 0, after);
    System.arraycopy(inner, before, parameters, after, inner.length - before);
    double[] constant = Arrays.copyOf(inner, before);
    space.expand(-1, weights, 0, outputs, constant, 0);
    RowSpaceParameters turned =
        new RowSpaceParameters(space, outputs, graph.parameters(), constant, order);
    Examples coordinates =
        new Examples(space.coordinates(), examples.targets(), examples.count(), examples.rows());
    NetworkObjective objective =
        new NetworkObjective(backend, smaller, coordinates, null, true, options);
    objective.roundsAs(turned::roundingScale);
    return new Problem(
        objective,
        backend.of(parameters, parameters.length),
        List.of(),
        turned::export,
        true,
        LayerBlocks.of(smaller, null),
        List.of());
  }

  private static double[] permuted(double[] outside, int[] order) {
    double[] inside = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      inside[i] = outside[order[i]];
    }
    return inside;
  }
}
