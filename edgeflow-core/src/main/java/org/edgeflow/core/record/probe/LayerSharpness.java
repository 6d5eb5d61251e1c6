package org.edgeflow.core.record.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.settings.Spelling;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The sharpness of each layer by itself: the largest eigenvalue {@code λ_max(E_ℓᵀ H E_ℓ)} of the
 * Hessian's diagonal block, where {@code E_ℓ} puts layer ℓ's parameters among all of them and
 * leaves the others still. None is above the sharpness, of which the largest is the part that one
 * layer makes alone.
 *
 * <p>A network whose first layer is in the row space of its inputs has the same figures: the block
 * is turned and cut by directions in which the loss is constant, whose eigenvalue is 0.
 *
 * <p>Columns: {@code layer_sharpness_NAME} for every layer, {@code layer_sharpness}, the largest of
 * them, and {@code layer_sharpness_converged}, 1 where every residual is within the tolerance.
 * Every product with a block costs an HVP.
 */
public final class LayerSharpness implements Probe {
  private static final int MAX_PRODUCTS = 100;

  private final Objective objective;
  private final TensorBackend backend;
  private final List<ParameterBlock> blocks;
  private final List<SpectralTracker> trackers = new ArrayList<>();
  private final Tensor wide;
  private final Tensor product;

  /**
   * A probe of some layers.
   *
   * @param blocks where they lie
   * @param tolerance the residual at which a pair counts as found, relative to the eigenvalue
   * @param seed for the first starts; later ones are warm
   */
  public LayerSharpness(
      Objective objective, List<ParameterBlock> blocks, double tolerance, long seed) {
    this.objective = objective;
    this.backend = objective.backend();
    this.blocks = List.copyOf(blocks);
    for (ParameterBlock block : blocks) {
      trackers.add(
          new SpectralTracker(
              SpectralTracker.Settings.leading(1, tolerance, MAX_PRODUCTS),
              backend,
              block.size(),
              seed));
    }
    this.wide = backend.zeros(objective.dimension());
    this.product = backend.zeros(objective.dimension());
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (ParameterBlock block : blocks) {
      String column = "layer_sharpness_" + column(block.name());
      // Names that differ in punctuation alone.
      columns.add(columns.contains(column) ? column + "_at_" + block.from() : column);
    }
    columns.add("layer_sharpness");
    columns.add("layer_sharpness_converged");
    return columns;
  }

  private static String column(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    boolean converged = true;
    for (int i = 0; i < blocks.size(); i++) {
      Eigenpairs pairs = trackers.get(i).track(diagonalBlock(point, blocks.get(i)));
      values[i] = pairs.value(0);
      converged &= pairs.converged();
      // A sharpness that is not known is not less than the others.
      largest = Math.max(largest, values[i]);
    }
    values[blocks.size()] = largest;
    values[blocks.size() + 1] = converged ? 1 : 0;
  }

  private SymmetricOperator diagonalBlock(Tensor point, ParameterBlock block) {
    Tensor place = backend.view(wide, block.from(), block.size());
    Tensor part = backend.view(product, block.from(), block.size());
    backend.fill(wide, 0);
    return (v, out) -> {
      backend.copy(v, place);
      objective.hessianVector(point, wide, product);
      backend.copy(part, out);
    };
  }

  @Override
  public void visit(Fields fields) {
    for (int i = 0; i < trackers.size(); i++) {
      fields.part("layer" + i, trackers.get(i));
    }
  }

  /** Builds the probe from configs. */
  public static final class Factory implements ProbeFactory<Factory.Settings> {

    /** The settings of {@code layer-sharpness}. */
    public record Settings(
        @Setting(
                value = "Names of layers, as the columns have them; all of them if empty.",
                byDefault = "[]")
            List<String> layers,
        @Setting(
                value = "The residual at which a pair counts as found, relative to the eigenvalue.",
                byDefault = "1e-3",
                above = 0)
            double tolerance) {}

    @Override
    public Description description() {
      return new Description(
          "The sharpness of each layer by itself: the largest eigenvalue of each diagonal block of"
              + " the Hessian.");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new LayerSharpness(
          context.objective(),
          chosen(settings.layers(), context.blocks()),
          settings.tolerance(),
          context.seed());
    }

    private static List<ParameterBlock> chosen(List<String> layers, List<ParameterBlock> blocks) {
      if (layers.isEmpty()) {
        return blocks;
      }
      List<String> names = blocks.stream().map(block -> column(block.name())).toList();
      List<ParameterBlock> chosen = new ArrayList<>();
      for (String layer : layers) {
        int place = names.indexOf(column(layer));
        if (place < 0 || chosen.contains(blocks.get(place))) {
          throw new ConfigException(
              "probe layer-sharpness: 'layers' names '"
                  + Excerpt.of(layer)
                  + (place < 0 ? "', which is none here." : "' twice.")
                  + Spelling.hint(column(layer), names)
                  + " Layers: "
                  + String.join(", ", names)
                  + ".");
        }
        chosen.add(blocks.get(place));
      }
      return chosen;
    }
  }
}
