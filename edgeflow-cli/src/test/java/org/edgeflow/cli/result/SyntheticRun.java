package org.edgeflow.cli.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Run directories of a real simulation, the sharp valley f = ½(y+ζx)x² + ε(−x−y) with η = 0.3, ζ =
 * 1, ε = 0.01, written as the contract says, without any code of the product.
 */
public final class SyntheticRun {
  public static final double ETA = 0.3;
  private static final double EPSILON = 0.01;

  private final Path directory;
  private final int steps;
  private final double[][] gd;
  private final List<String> entries = new ArrayList<>();
  private final List<String> models = new ArrayList<>();

  private SyntheticRun(Path directory, int steps) {
    this.directory = directory;
    this.steps = steps;
    this.gd = new double[steps + 2][];
    gd[0] = new double[] {0.1, 6};
    for (int k = 0; k <= steps; k++) {
      double[] g = gradient(gd[k]);
      gd[k + 1] = new double[] {gd[k][0] - ETA * g[0], gd[k][1] - ETA * g[1]};
    }
  }

  /** Begins a run with gradient descent's file in it. */
  public static SyntheticRun in(Path directory, int steps) throws IOException {
    SyntheticRun run = new SyntheticRun(directory, steps);
    Files.createDirectories(directory.resolve("trajectories"));
    run.gradientDescent();
    return run;
  }

  private void gradientDescent() throws IOException {
    StringBuilder csv =
        new StringBuilder("step,loss,sharpness,oscillation,seconds,average_loss,x,y\n");
    double onset = Double.NaN;
    boolean below = false;
    for (int k = 0; k <= steps; k++) {
      double oscillation = k == 0 ? Double.NaN : oscillation(k);
      double average =
          k == 0 ? loss(gd[0]) : (loss(gd[k - 1]) + 2 * loss(gd[k]) + loss(gd[k + 1])) / 4;
      row(
          csv,
          k,
          loss(gd[k]),
          k % 10 == 0 ? sharpness(gd[k]) : Double.NaN,
          oscillation,
          Double.NaN,
          average,
          gd[k][0],
          gd[k][1]);
      double level = 1e-3 * distance(centre(k), gd[0]);
      below |= oscillation < level;
      if (below && Double.isNaN(onset) && oscillation >= level) {
        onset = k;
      }
    }
    write("gradient-descent", csv);
    entry("gradient-descent", "gradient-descent", "completed", steps, 0, onset, Double.NaN, "");
  }

  /** Gradient flow in small Euler steps. */
  public SyntheticRun gradientFlow() throws IOException {
    StringBuilder csv = modelHeader(",x,y");
    double[] c = gd[0].clone();
    for (int k = 0; k <= steps; k++) {
      row(
          csv,
          k,
          loss(c),
          loss(c),
          sparse(k, c),
          Double.NaN,
          error(k, c),
          relative(k, c),
          Double.NaN,
          c[0],
          c[1]);
      for (int i = 0; i < 20; i++) {
        double[] g = gradient(c);
        c[0] -= ETA / 20 * g[0];
        c[1] -= ETA / 20 * g[1];
      }
    }
    write("gradient-flow", csv);
    entry("gradient-flow", "gradient-flow", "completed", steps, 0, Double.NaN, 1.4, "");
    return this;
  }

  /** Edge Flow by steps of 1, under any name. */
  public SyntheticRun edgeFlow(String name) throws IOException {
    StringBuilder csv = modelHeader(",curvature,x,y");
    double[] c = gd[0].clone();
    double[] u = {1, 0};
    double r = ETA / 2 * Math.abs(gradient(c)[0]);
    for (int k = 0; k <= steps; k++) {
      double[] plus = {c[0] + r * u[0], c[1] + r * u[1]};
      double[] minus = {c[0] - r * u[0], c[1] - r * u[1]};
      double hxx = c[1] + 3 * c[0];
      double[] hu = {hxx * u[0] + c[0] * u[1], c[0] * u[0]};
      double s = u[0] * hu[0] + u[1] * hu[1];
      row(
          csv,
          k,
          loss(c),
          (loss(plus) + loss(minus)) / 2,
          sparse(k, c),
          r,
          error(k, c),
          relative(k, c),
          Double.NaN,
          s,
          c[0],
          c[1]);
      for (int i = 0; i < 2; i++) {
        c[i] -= ETA / 2 * (gradient(plus)[i] + gradient(minus)[i]);
        u[i] += ETA * (hu[i] - s * u[i]);
      }
      double length = Math.hypot(u[0], u[1]);
      u = new double[] {u[0] / length, u[1] / length};
      r *= Math.exp(ETA * s - 2);
    }
    write(name, csv);
    entry(name, "edge-flow", "completed", steps, steps, steps < 438 ? Double.NaN : 438, 0.031, "");
    return this;
  }

  /** A model that grows without bound until its values overflow. */
  public SyntheticRun divergedModel() throws IOException {
    StringBuilder csv = modelHeader("");
    for (int k = 0; k <= 40; k++) {
      double size = Math.pow(10, k - 5);
      row(
          csv,
          k,
          size,
          k == 40 ? Double.POSITIVE_INFINITY : size,
          1.0 + k,
          size,
          size,
          size,
          Double.NaN);
    }
    write("free-energy", csv);
    entry(
        "free-energy",
        "free-energy-flow",
        "diverged",
        40,
        40,
        Double.NaN,
        Double.NaN,
        "take <smaller> steps");
    return this;
  }

  /** A model of which nothing but the steps was recorded. */
  public SyntheticRun emptyModel() throws IOException {
    StringBuilder csv = modelHeader("");
    double none = Double.NaN;
    for (int k = 0; k <= 3; k++) {
      row(csv, k, none, none, none, none, none, none, none);
    }
    write("rod-flow", csv);
    entry("rod-flow", "rod-flow", "stopped", 3, 3, none, none, "");
    return this;
  }

  /** Writes the files beside the trajectories. */
  public Path finish(String experiment) throws IOException {
    Files.writeString(
        directory.resolve("summary.json"),
        """
        {"experiment": %s, "steps": %d, "learning_rate": 0.3, "threshold": 6.666666666666667,
         "seed": 1, "dtype": "float64", "backend": "host", "models": [%s]}
        """
            .formatted(quoted(experiment), steps, String.join(",\n", entries)));
    Files.writeString(
        directory.resolve("config.yaml"),
        "experiment: "
            + quoted(experiment)
            + "\nseed: 1\ndtype: float64\nbackend: host\nsteps: "
            + steps
            + "\nlearning-rate: 0.3\noptimizer: {type: gradient-descent}\n"
            + "objective: {type: sharp-valley, zeta: 1.0, epsilon: 0.01}\n"
            + "models: ["
            + String.join(", ", models)
            + "]\n"
            + "record: {every: 1, sharpness-every: 10}\n");
    Files.writeString(
        directory.resolve("provenance.json"),
        """
        {"edgeflow": "0.1.0", "git": {"commit": "0123abc", "dirty": false},
         "jdk": {"version": "17.0.15", "vendor": "Debian"}, "processors": 2, "seed": 1,
         "backend": "host", "start": "2026-11-22T10:00:00Z", "end": "2026-11-22T10:00:09Z"}
        """);
    return directory;
  }

  private void entry(
      String name,
      String type,
      String outcome,
      int reached,
      int hvps,
      double onset,
      double error,
      String advice) {
    if (!entries.isEmpty()) {
      models.add("{type: " + type + ", name: " + quoted(name) + "}");
    }
    entries.add(
        String.format(
            Locale.ROOT,
            "{\"name\": %s, \"type\": %s, \"outcome\": \"%s\", \"steps\": %d, \"seconds\": 0.0123,"
                + " \"gradients\": %d, \"hvps\": %d, \"onset_step\": %s,"
                + " \"mean_center_error_after_onset\": %s,"
                + " \"mean_relative_loss_error_after_onset\": %s, \"advice\": %s}",
            quoted(name),
            quoted(type),
            outcome,
            reached,
            2 * reached,
            hvps,
            Double.isNaN(onset) ? "null" : Long.toString((long) onset),
            Double.isNaN(error) ? "null" : Double.toString(error),
            Double.isNaN(error) ? "null" : Double.toString(error / 7),
            advice.isEmpty() ? "null" : quoted(advice)));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static StringBuilder modelHeader(String extra) {
    return new StringBuilder(
        "step,loss,predicted_loss,sharpness,magnitude,center_error,relative_center_error,seconds"
            + extra
            + "\n");
  }

  private static void row(StringBuilder csv, int step, double... values) {
    csv.append(step);
    for (double value : values) {
      csv.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
    }
    csv.append('\n');
  }

  private void write(String name, StringBuilder csv) throws IOException {
    Files.writeString(directory.resolve("trajectories").resolve(name + ".csv"), csv);
  }

  private double oscillation(int k) {
    return Math.hypot(
            gd[k + 1][0] - 2 * gd[k][0] + gd[k - 1][0], gd[k + 1][1] - 2 * gd[k][1] + gd[k - 1][1])
        / 4;
  }

  private double[] centre(int k) {
    if (k == 0) {
      return gd[0];
    }
    return new double[] {
      (gd[k - 1][0] + 2 * gd[k][0] + gd[k + 1][0]) / 4,
      (gd[k - 1][1] + 2 * gd[k][1] + gd[k + 1][1]) / 4
    };
  }

  private double error(int k, double[] c) {
    return distance(c, centre(k));
  }

  private double relative(int k, double[] c) {
    return k == 0 ? Double.NaN : error(k, c) / distance(centre(k), gd[0]);
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  private static double loss(double[] w) {
    return (w[1] + w[0]) * w[0] * w[0] / 2 - EPSILON * (w[0] + w[1]);
  }

  private static double[] gradient(double[] w) {
    return new double[] {w[1] * w[0] + 1.5 * w[0] * w[0] - EPSILON, w[0] * w[0] / 2 - EPSILON};
  }

  private static double sparse(int k, double[] w) {
    return k % 10 == 0 ? sharpness(w) : Double.NaN;
  }

  private static double sharpness(double[] w) {
    double hxx = w[1] + 3 * w[0];
    return hxx / 2 + Math.sqrt(hxx * hxx / 4 + w[0] * w[0]);
  }
}
