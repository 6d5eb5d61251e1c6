package org.edgeflow.baselines.rod;

import org.edgeflow.core.objective.closedform.ClosedForm;

/** Rod Flow with the whole matrix Σ, in plain Java: what the factors are held against. */
final class FullRod {
  private final ClosedForm loss;
  private final double eta;
  private final boolean backwardError;
  private final int size;
  double[] middle;
  double[][] extent;

  FullRod(ClosedForm loss, double eta, boolean backwardError, double[] start) {
    this.loss = loss;
    this.eta = eta;
    this.backwardError = backwardError;
    this.size = start.length;
    double[] gradient = new double[size];
    loss.lossAndGradient(start, gradient);
    middle = new double[size];
    extent = new double[size][size];
    for (int i = 0; i < size; i++) {
      middle[i] = start[i] - eta / 2 * gradient[i];
      for (int j = 0; j < size; j++) {
        extent[i][j] = eta * eta / 4 * gradient[i] * gradient[j];
      }
    }
  }

  private record Rate(double[] middle, double[][] extent) {}

  /** √λ times the leading eigenvector, by the power method. */
  double[] rod(double[][] matrix) {
    double[] vector = matrix[longestRow(matrix)].clone();
    double value = normalize(vector);
    for (int n = 0; value > 0 && n < 5000; n++) {
      double[] next = new double[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          next[i] += matrix[i][j] * vector[j];
        }
      }
      value = normalize(next);
      double change = 0;
      for (int i = 0; i < size; i++) {
        change = Math.max(change, Math.abs(next[i] - vector[i]));
      }
      vector = next;
      if (change < 1e-15) {
        break;
      }
    }
    for (int i = 0; i < size; i++) {
      vector[i] *= Math.sqrt(value);
    }
    return vector;
  }

  private int longestRow(double[][] matrix) {
    int longest = 0;
    for (int i = 1; i < size; i++) {
      longest = matrix[i][i] > matrix[longest][longest] ? i : longest;
    }
    return longest;
  }

  private static double normalize(double[] vector) {
    double square = 0;
    for (double x : vector) {
      square += x * x;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= Math.sqrt(square);
    }
    return Math.sqrt(square);
  }

  private Rate rate(double[] at, double[][] matrix) {
    double[] rod = rod(matrix);
    double[][] g = new double[2][size];
    double[][] ends = new double[2][size];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < size; i++) {
        ends[side][i] = at[i] + (side == 0 ? rod[i] : -rod[i]);
      }
      loss.lossAndGradient(ends[side], g[side]);
    }
    double[] sum = new double[size];
    double[] velocity = new double[size];
    double[][] change = new double[size][size];
    for (int i = 0; i < size; i++) {
      sum[i] = g[0][i] + g[1][i];
      velocity[i] = -eta / 2 * sum[i];
      for (int j = 0; j < size; j++) {
        change[i][j] = eta * eta / 4 * (g[0][i] * g[0][j] + g[1][i] * g[1][j]) - 2 * matrix[i][j];
      }
    }
    for (int side = 0; backwardError && side < 2; side++) {
      double[] curved = new double[size];
      loss.hessianVector(ends[side], sum, curved);
      for (int i = 0; i < size; i++) {
        velocity[i] -= eta * eta / 8 * curved[i];
      }
    }
    return new Rate(velocity, change);
  }

  private static void add(double alpha, Rate rate, double[] middle, double[][] extent) {
    for (int i = 0; i < middle.length; i++) {
      middle[i] += alpha * rate.middle[i];
      for (int j = 0; j < middle.length; j++) {
        extent[i][j] += alpha * rate.extent[i][j];
      }
    }
  }

  void euler(double h) {
    add(h, rate(middle, extent), middle, extent);
  }

  void rungeKutta(double h) {
    double[] shares = {0, 0.5, 0.5, 1};
    Rate[] rates = new Rate[4];
    for (int s = 0; s < 4; s++) {
      double[] at = middle.clone();
      double[][] matrix = new double[size][];
      for (int i = 0; i < size; i++) {
        matrix[i] = extent[i].clone();
      }
      if (s > 0) {
        add(h * shares[s], rates[s - 1], at, matrix);
      }
      rates[s] = rate(at, matrix);
    }
    for (int s = 0; s < 4; s++) {
      add(h * (s == 0 || s == 3 ? 1 : 2) / 6, rates[s], middle, extent);
    }
  }
}
