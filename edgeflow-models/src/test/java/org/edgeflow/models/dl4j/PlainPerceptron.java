package org.edgeflow.models.dl4j;

import java.util.List;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.models.network.MultilayerPerceptronFactory;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.hipparchus.special.Erf;

/** The same networks in a few lines of plain Java, float64, from DL4J's flat parameters. */
final class PlainPerceptron {
  private PlainPerceptron() {}

  static double loss(
      MultilayerPerceptronFactory.Settings settings, Dataset dataset, double[] parameters) {
    double sum = 0;
    for (int n = 0; n < dataset.size(); n++) {
      double[] x = new double[dataset.features()];
      System.arraycopy(dataset.inputs(), n * x.length, x, 0, x.length);
      double[] z = outputs(settings, dataset.classes().size(), parameters, x);
      int label = dataset.labels()[n];
      sum += settings.loss() == Criterion.MSE ? squaredError(z, label) : crossEntropy(z, label);
    }
    return sum / dataset.size();
  }

  private static double[] outputs(
      MultilayerPerceptronFactory.Settings settings,
      int classes,
      double[] parameters,
      double[] input) {
    List<Integer> hidden = settings.hidden();
    double[] x = input;
    int weights = 0;
    for (int layer = 0; layer <= hidden.size(); layer++) {
      int out = layer < hidden.size() ? hidden.get(layer) : classes;
      int biases = weights + x.length * out;
      double[] z = new double[out];
      for (int j = 0; j < out; j++) {
        z[j] = parameters[biases + j];
        for (int i = 0; i < x.length; i++) {
          z[j] += parameters[weights + j * x.length + i] * x[i];
        }
        if (layer < hidden.size()) {
          z[j] = activate(settings.activation(), z[j]);
        }
      }
      weights = biases + out;
      x = z;
    }
    return x;
  }

  private static double activate(Nonlinearity activation, double x) {
    return switch (activation) {
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(x, 0);
      case GELU -> x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
      // ND4J's constant is a float, whatever the network's format.
      case GELU_SIGMOID -> x / (1 + Math.exp(-1.702f * x));
      case SOFTPLUS -> Math.log1p(Math.exp(x));
      case IDENTITY -> x;
    };
  }

  private static double squaredError(double[] z, int label) {
    double sum = 0;
    for (int j = 0; j < z.length; j++) {
      double difference = z[j] - (j == label ? 1 : 0);
      sum += 0.5 * difference * difference;
    }
    return sum;
  }

  private static double crossEntropy(double[] z, int label) {
    double total = 0;
    for (double logit : z) {
      total += Math.exp(logit);
    }
    return Math.log(total) - z[label];
  }
}
