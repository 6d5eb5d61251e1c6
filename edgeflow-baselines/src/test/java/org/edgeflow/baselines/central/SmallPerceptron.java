package org.edgeflow.baselines.central;

import java.util.SplittableRandom;
import org.edgeflow.core.objective.closedform.ClosedForm;

/**
 * A tanh network with squared loss {@code ½ mean ‖f(x) − y‖²} on given examples, in plain Java: its
 * gradient by backpropagation, its Hessian-vector product by the R-operator.
 */
public final class SmallPerceptron implements ClosedForm {
  private final int[] widths;
  private final double[][] inputs;
  private final double[][] targets;
  private final double[][] values;
  private final double[][] tangents;
  private final double[][] deltas;
  private final double[][] deltaTangents;

  SmallPerceptron(int[] widths, double[][] inputs, double[][] targets) {
    this.widths = widths;
    this.inputs = inputs;
    this.targets = targets;
    this.values = layers();
    this.tangents = layers();
    this.deltas = layers();
    this.deltaTangents = layers();
  }

  /** A few random points of the square with the values of {@code sin 3x₁ + x₁x₂} to learn. */
  public static SmallPerceptron onSmoothFunction(int width, int examples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] inputs = new double[examples][2];
    double[][] targets = new double[examples][1];
    for (int n = 0; n < examples; n++) {
      inputs[n][0] = random.nextDouble(-1, 1);
      inputs[n][1] = random.nextDouble(-1, 1);
      targets[n][0] = Math.sin(3 * inputs[n][0]) + inputs[n][0] * inputs[n][1];
    }
    return new SmallPerceptron(new int[] {2, width, width, 1}, inputs, targets);
  }

  /** Random parameters of the usual size, 1/√(inputs of the layer). */
  public double[] start(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[dimension()];
    int at = 0;
    for (int l = 0; l + 1 < widths.length; l++) {
      for (int p = 0; p < widths[l] * widths[l + 1]; p++) {
        w[at++] = random.nextGaussian() / Math.sqrt(widths[l]);
      }
      at += widths[l + 1];
    }
    return w;
  }

  private double[][] layers() {
    double[][] layers = new double[widths.length][];
    for (int l = 0; l < widths.length; l++) {
      layers[l] = new double[widths[l]];
    }
    return layers;
  }

  @Override
  public int dimension() {
    int dimension = 0;
    for (int l = 0; l + 1 < widths.length; l++) {
      dimension += (widths[l] + 1) * widths[l + 1];
    }
    return dimension;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    return evaluate(w, new double[w.length], gradient, new double[w.length]);
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    evaluate(w, v, new double[w.length], product);
  }

  private double evaluate(double[] w, double[] v, double[] gradient, double[] product) {
    java.util.Arrays.fill(gradient, 0);
    java.util.Arrays.fill(product, 0);
    double loss = 0;
    int last = widths.length - 1;
    double share = 1.0 / inputs.length;
    for (int n = 0; n < inputs.length; n++) {
      values[0] = inputs[n];
      forward(w, v);
      for (int j = 0; j < widths[last]; j++) {
        double miss = values[last][j] - targets[n][j];
        loss += 0.5 * share * miss * miss;
        deltas[last][j] = share * miss;
        deltaTangents[last][j] = share * tangents[last][j];
      }
      backward(w, v, gradient, product);
    }
    return loss;
  }

  private void forward(double[] w, double[] v) {
    int at = 0;
    for (int l = 0; l + 1 < widths.length; l++) {
      int biases = at + widths[l] * widths[l + 1];
      for (int j = 0; j < widths[l + 1]; j++) {
        double z = w[biases + j];
        double zTangent = v[biases + j];
        for (int i = 0; i < widths[l]; i++) {
          int p = at + j * widths[l] + i;
          z += w[p] * values[l][i];
          zTangent += v[p] * values[l][i] + w[p] * tangents[l][i];
        }
        boolean output = l + 2 == widths.length;
        values[l + 1][j] = output ? z : Math.tanh(z);
        double slope = output ? 1 : 1 - values[l + 1][j] * values[l + 1][j];
        tangents[l + 1][j] = slope * zTangent;
      }
      at = biases + widths[l + 1];
    }
  }

  private void backward(double[] w, double[] v, double[] gradient, double[] product) {
    int end = w.length;
    for (int l = widths.length - 2; l >= 0; l--) {
      int biases = end - widths[l + 1];
      int at = biases - widths[l] * widths[l + 1];
      for (int i = 0; i < widths[l]; i++) {
        double sum = 0;
        double sumTangent = 0;
        for (int j = 0; j < widths[l + 1]; j++) {
          int p = at + j * widths[l] + i;
          gradient[p] += deltas[l + 1][j] * values[l][i];
          product[p] += deltaTangents[l + 1][j] * values[l][i] + deltas[l + 1][j] * tangents[l][i];
          sum += w[p] * deltas[l + 1][j];
          sumTangent += v[p] * deltas[l + 1][j] + w[p] * deltaTangents[l + 1][j];
        }
        double a = values[l][i];
        double slope = l == 0 ? 0 : 1 - a * a;
        deltas[l][i] = slope * sum;
        deltaTangents[l][i] = slope * sumTangent - (l == 0 ? 0 : 2 * a * tangents[l][i] * sum);
      }
      for (int j = 0; j < widths[l + 1]; j++) {
        gradient[biases + j] += deltas[l + 1][j];
        product[biases + j] += deltaTangents[l + 1][j];
      }
      end = at;
    }
  }
}
