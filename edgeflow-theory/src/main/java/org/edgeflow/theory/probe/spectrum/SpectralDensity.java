package org.edgeflow.theory.probe.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.theory.probe.krylov.Lanczos;

/**
 * The density of the Hessian's d eigenvalues by stochastic Lanczos quadrature: for a vector z of
 * independent signs, {@code zᵀf(H)z/d} has the mean {@code (1/d) Σ f(λᵢ)}, and one run of the
 * Lanczos process from z gives it for every f at once.
 *
 * <p>Columns: the mean eigenvalue, the root of the mean square, the share of negative eigenvalues,
 * and quantiles, each the mean over the vectors and its standard error. Mean and mean square are
 * exact for each vector from two products on; a share or quantile is the quadrature's, which blurs
 * neighbouring eigenvalues. Every measurement draws the same vectors, so that curves are smooth
 * along a run.
 */
public final class SpectralDensity implements Probe {
  private final Objective objective;
  private final TensorBackend backend;
  private final Factory.Settings settings;
  private final long seed;
  private final Lanczos lanczos;
  private final Tensor vector;
  private final double[] signs;

  SpectralDensity(Objective objective, Factory.Settings settings, long seed) {
    this.objective = objective;
    this.backend = objective.backend();
    this.settings = settings;
    this.seed = seed;
    this.lanczos = new Lanczos(backend, objective.dimension(), settings.products());
    this.vector = backend.zeros(objective.dimension());
    this.signs = new double[objective.dimension()];
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (String figure : List.of("mean", "root_mean_square", "negative")) {
      columns.add("spectrum_" + figure);
      columns.add("spectrum_" + figure + "_error");
    }
    for (double quantile : settings.quantiles()) {
      String name = String.format(Locale.ROOT, "spectrum_q%s", Double.toString(100 * quantile));
      name = name.endsWith(".0") ? name.substring(0, name.length() - 2) : name;
      columns.add(name);
      columns.add(name + "_error");
    }
    return columns;
  }

  @Override
  public void measure(Tensor point, double[] values) {
    int figures = values.length / 2;
    double[][] samples = new double[figures][settings.vectors()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < settings.vectors(); k++) {
      for (int i = 0; i < signs.length; i++) {
        signs[i] = random.nextBoolean() ? 1 : -1;
      }
      backend.write(signs, vector);
      boolean known = lanczos.run(SymmetricOperator.hessian(objective, point), vector);
      double[] figure = known ? figures() : nothing(figures);
      for (int i = 0; i < figures; i++) {
        samples[i][k] = figure[i];
      }
    }
    for (int i = 0; i < figures; i++) {
      write(samples[i], values, 2 * i);
    }
    // The root of a mean, and to first order its error.
    values[2] = Math.sqrt(values[2]);
    values[3] /= 2 * values[2];
  }

  private static double[] nothing(int figures) {
    double[] nothing = new double[figures];
    Arrays.fill(nothing, Double.NaN);
    return nothing;
  }

  private double[] figures() {
    double[] nodes = lanczos.nodes();
    double[] weights = lanczos.weights();
    int[] order =
        IntStream.range(0, nodes.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> nodes[i]))
            .mapToInt(i -> i)
            .toArray();
    double scale = Arrays.stream(nodes).map(Math::abs).max().orElse(0);
    double[] figure = new double[3 + settings.quantiles().size()];
    for (int i = 0; i < nodes.length; i++) {
      figure[0] += weights[i] * nodes[i];
      figure[1] += weights[i] * nodes[i] * nodes[i];
      figure[2] += nodes[i] < -settings.flat() * scale ? weights[i] : 0;
    }
    for (int q = 0; q < settings.quantiles().size(); q++) {
      figure[3 + q] = quantile(settings.quantiles().get(q), order, nodes, weights);
    }
    return figure;
  }

  private static double quantile(double share, int[] order, double[] nodes, double[] weights) {
    double below = 0;
    for (int i : order) {
      below += weights[i];
      if (below >= share) {
        return nodes[i];
      }
    }
    return nodes[order[order.length - 1]];
  }

  private static void write(double[] samples, double[] values, int at) {
    double mean = Arrays.stream(samples).average().orElse(Double.NaN);
    double squares = Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
    values[at] = mean;
    values[at + 1] = Math.sqrt(squares / (samples.length - 1) / samples.length);
  }

  @Override
  public void visit(Fields fields) {
    // It remembers nothing.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements ProbeFactory<Factory.Settings> {

    /** The settings of {@code spectral-density}. */
    public record Settings(
        @Setting(
                value = "How many random vectors; the errors fall as the root of it.",
                byDefault = "8",
                atLeast = 2,
                atMost = 10_000)
            int vectors,
        @Setting(
                value = "The most Hessian-vector products for each vector.",
                byDefault = "40",
                atLeast = 2,
                atMost = 10_000)
            int products,
        @Setting(value = "Shares of the spectrum.", byDefault = "[0.5, 0.9, 0.99]")
            List<Double> quantiles,
        @Setting(
                value = "Eigenvalues smaller than this share of the largest count as 0.",
                byDefault = "1e-6",
                atLeast = 0,
                atMost = 1)
            double flat) {
      /** Checks that the quantiles are shares. */
      public Settings {
        for (double quantile : quantiles) {
          if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException(
                "'quantiles' holds " + quantile + ", expected numbers between 0 and 1");
          }
        }
      }
    }

    @Override
    public Description description() {
      return new Description(
          "The density of the Hessian's eigenvalues by stochastic Lanczos quadrature: mean, root"
              + " mean square, negative share, quantiles, with standard errors.");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new SpectralDensity(context.objective(), settings, context.seed());
    }
  }
}
