package org.edgeflow.theory.problem.attention;

import java.util.SplittableRandom;

/**
 * Prompts of several linear regressions at once (arXiv 2402.19442): in each, L covariates {@code x
 * ~ N(0, 1_d)} with responses {@code y ∈ R^I}, {@code y_i = ⟨g_i, x⟩/√(d/I) + noise}, and a query q
 * whose responses are to be told. Task i looks at its own block of d/I covariates alone; its
 * coefficients {@code g_i ~ N(0, 1)} are drawn anew for each prompt.
 *
 * @param count N
 * @param length L
 * @param tasks I
 * @param features d, a multiple of I
 * @param covariates {@code [N, L, d]}
 * @param responses {@code [N, L, I]}
 * @param queries {@code [N, d]}
 * @param answers {@code [N, I]}, without noise
 */
record Prompts(
    int count,
    int length,
    int tasks,
    int features,
    double[] covariates,
    double[] responses,
    double[] queries,
    double[] answers) {

  static Prompts draw(
      int count, int length, int tasks, int featuresEach, double noise, SplittableRandom random) {
    int features = tasks * featuresEach;
    double[] covariates = normal(count * length * features, random);
    double[] queries = normal(count * features, random);
    double[] responses = new double[count * length * tasks];
    double[] answers = new double[count * tasks];
    for (int n = 0; n < count; n++) {
      double[] coefficients = normal(features, random);
      for (int i = 0; i < features; i++) {
        coefficients[i] /= Math.sqrt(featuresEach);
      }
      for (int l = 0; l < length; l++) {
        respond(
            coefficients,
            featuresEach,
            covariates,
            (n * length + l) * features,
            responses,
            (n * length + l) * tasks);
      }
      respond(coefficients, featuresEach, queries, n * features, answers, n * tasks);
    }
    for (int i = 0; i < responses.length; i++) {
      responses[i] += noise * random.nextGaussian();
    }
    return new Prompts(count, length, tasks, features, covariates, responses, queries, answers);
  }

  private static void respond(
      double[] coefficients, int each, double[] x, int at, double[] y, int to) {
    for (int i = 0; i < coefficients.length; i++) {
      y[to + i / each] += coefficients[i] * x[at + i];
    }
  }

  private static double[] normal(int count, SplittableRandom random) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }
}
