package org.edgeflow.theory.problem.attention;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.objective.closedform.ClosedForm;

/**
 * {@link AttentionHeads} whose matrices are {@code W_h = diag(ω_h1 1, …, ω_hI 1)}, a block for each
 * task, and {@code U_h = diag(μ_h1, …, μ_hI)}: 2HI parameters {@code ω_h, μ_h} of head after head.
 * Gradient flow on infinitely many prompts keeps this form (arXiv 2402.19442).
 */
final class DiagonalHeads implements ClosedForm {
  private final AttentionHeads full;
  private final int heads;
  private final int tasks;
  private final int features;
  private final double[] point;
  private final double[] vector;
  private final double[] result;

  DiagonalHeads(Prompts prompts, int heads) {
    this.full = new AttentionHeads(prompts, heads);
    this.heads = heads;
    this.tasks = prompts.tasks();
    this.features = prompts.features();
    this.point = new double[full.dimension()];
    this.vector = new double[full.dimension()];
    this.result = new double[full.dimension()];
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int h = 1; h <= heads; h++) {
      for (String letter : List.of("omega", "mu")) {
        for (int i = 1; i <= tasks; i++) {
          names.add(letter + "_" + h + "_" + i);
        }
      }
    }
    return names;
  }

  @Override
  public int dimension() {
    return 2 * heads * tasks;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    spread(w, point);
    double loss = full.lossAndGradient(point, result);
    gather(result, gradient);
    return loss;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    spread(w, point);
    spread(v, vector);
    full.hessianVector(point, vector, result);
    gather(result, product);
  }

  /** The matrices of these parameters; what lies beside their diagonals stays 0. */
  void spread(double[] from, double[] to) {
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < features; i++) {
        to[full.keys(h) + i * features + i] = from[2 * h * tasks + i * tasks / features];
      }
      for (int i = 0; i < tasks; i++) {
        to[full.values(h) + i * tasks + i] = from[(2 * h + 1) * tasks + i];
      }
    }
  }

  private void gather(double[] from, double[] to) {
    java.util.Arrays.fill(to, 0);
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < features; i++) {
        to[2 * h * tasks + i * tasks / features] += from[full.keys(h) + i * features + i];
      }
      for (int i = 0; i < tasks; i++) {
        to[(2 * h + 1) * tasks + i] += from[full.values(h) + i * tasks + i];
      }
    }
  }
}
