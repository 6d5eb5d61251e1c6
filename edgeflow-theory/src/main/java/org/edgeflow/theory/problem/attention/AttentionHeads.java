package org.edgeflow.theory.problem.attention;

import java.util.Arrays;
import org.edgeflow.core.objective.closedform.ClosedForm;

/**
 * Softmax attention of H heads on prompts, with the squared error of the query's answers:
 *
 * <pre>
 *   s = X W_h q,   p = softmax(s),   o_h = Yᵀp,   ŷ = Σ_h U_h o_h
 *   L = (1/2N) Σ_n ‖ŷ − y‖²
 * </pre>
 *
 * with X the covariates {@code [L, d]} of a prompt, Y its responses {@code [L, I]}, {@code W_h = d
 * × d} the product of keys and queries and {@code U_h = I × I} that of outputs and values. The
 * parameters are {@code W_1, U_1, W_2, …}, row by row.
 *
 * <p>The derivatives are exact: one pass backwards, and for a product its tangent.
 */
final class AttentionHeads implements ClosedForm {
  private final Prompts prompts;
  private final int heads;
  private final int features;
  private final int tasks;
  private final int each;
  private final Pass[] passes;

  AttentionHeads(Prompts prompts, int heads) {
    this.prompts = prompts;
    this.heads = heads;
    this.features = prompts.features();
    this.tasks = prompts.tasks();
    this.each = features * features + tasks * tasks;
    this.passes = new Pass[heads];
    Arrays.setAll(passes, h -> new Pass());
  }

  /** What one head holds of one prompt, values and their tangents. */
  private final class Pass {
    private final double[] attention = new double[prompts.length()];
    private final double[] attentionTangent = new double[prompts.length()];
    private final double[] output = new double[tasks];
    private final double[] outputTangent = new double[tasks];
  }

  @Override
  public int dimension() {
    return heads * each;
  }

  /** Where the matrix W of a head begins. */
  int keys(int head) {
    return head * each;
  }

  /** Where the matrix U of a head begins. */
  int values(int head) {
    return head * each + features * features;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    double[] error = new double[tasks];
    for (int n = 0; n < prompts.count(); n++) {
      forward(n, w, error);
      for (double part : error) {
        sum += 0.5 * part * part;
      }
      for (int h = 0; h < heads; h++) {
        backward(n, h, w, error, gradient);
      }
    }
    double share = 1.0 / prompts.count();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= share;
    }
    return sum * share;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    Arrays.fill(product, 0);
    double[] error = new double[tasks];
    double[] errorTangent = new double[tasks];
    for (int n = 0; n < prompts.count(); n++) {
      forward(n, w, error);
      forwardTangent(n, w, v, errorTangent);
      for (int h = 0; h < heads; h++) {
        backwardTangent(n, h, new Point(w, v, error, errorTangent), product);
      }
    }
    double share = 1.0 / prompts.count();
    for (int i = 0; i < product.length; i++) {
      product[i] *= share;
    }
  }

  /** Parameters and errors, with their tangents. */
  private record Point(double[] w, double[] v, double[] error, double[] errorTangent) {}

  private void forward(int n, double[] w, double[] error) {
    for (int i = 0; i < tasks; i++) {
      error[i] = -prompts.answers()[n * tasks + i];
    }
    for (int h = 0; h < heads; h++) {
      Pass pass = passes[h];
      scores(n, keys(h), w, pass.attention);
      softmax(pass.attention);
      attend(n, pass.attention, pass.output);
      addProduct(w, values(h), pass.output, error);
    }
  }

  private void forwardTangent(int n, double[] w, double[] v, double[] errorTangent) {
    Arrays.fill(errorTangent, 0);
    for (int h = 0; h < heads; h++) {
      Pass pass = passes[h];
      scores(n, keys(h), v, pass.attentionTangent);
      // ṗ = p ∘ (ṡ − p·ṡ).
      centre(pass.attention, pass.attentionTangent, pass.attentionTangent);
      attend(n, pass.attentionTangent, pass.outputTangent);
      addProduct(v, values(h), pass.output, errorTangent);
      addProduct(w, values(h), pass.outputTangent, errorTangent);
    }
  }

  /** {@code s = X W q}. */
  private void scores(int n, int at, double[] w, double[] scores) {
    double[] turned = new double[features];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < features; j++) {
        turned[i] += w[at + i * features + j] * prompts.queries()[n * features + j];
      }
    }
    double[] x = prompts.covariates();
    for (int l = 0; l < scores.length; l++) {
      int row = (n * scores.length + l) * features;
      scores[l] = 0;
      for (int i = 0; i < features; i++) {
        scores[l] += x[row + i] * turned[i];
      }
    }
  }

  private static void softmax(double[] scores) {
    double largest = Arrays.stream(scores).max().orElse(0);
    double sum = 0;
    for (int l = 0; l < scores.length; l++) {
      scores[l] = Math.exp(scores[l] - largest);
      sum += scores[l];
    }
    for (int l = 0; l < scores.length; l++) {
      scores[l] /= sum;
    }
  }

  /** {@code o = Yᵀp}. */
  private void attend(int n, double[] attention, double[] output) {
    Arrays.fill(output, 0);
    double[] y = prompts.responses();
    for (int l = 0; l < attention.length; l++) {
      int row = (n * attention.length + l) * tasks;
      for (int i = 0; i < tasks; i++) {
        output[i] += attention[l] * y[row + i];
      }
    }
  }

  private void addProduct(double[] w, int at, double[] x, double[] out) {
    for (int i = 0; i < tasks; i++) {
      for (int j = 0; j < tasks; j++) {
        out[i] += w[at + i * tasks + j] * x[j];
      }
    }
  }

  private void addTransposed(double[] w, int at, double[] x, double[] out) {
    for (int i = 0; i < tasks; i++) {
      for (int j = 0; j < tasks; j++) {
        out[j] += w[at + i * tasks + j] * x[i];
      }
    }
  }

  private void addOuter(double[] x, double[] y, double[] out, int at) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        out[at + i * y.length + j] += x[i] * y[j];
      }
    }
  }

  /** {@code out = p ∘ (v − p·v)}; out may be v. */
  private static void centre(double[] p, double[] v, double[] out) {
    double mean = dot(p, v);
    for (int l = 0; l < p.length; l++) {
      out[l] = p[l] * (v[l] - mean);
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private void backward(int n, int h, double[] w, double[] error, double[] gradient) {
    addOuter(error, passes[h].output, gradient, values(h));
    double[] slope = weights(n, pull(w, h, error));
    centre(passes[h].attention, slope, slope);
    addKeys(n, slope, gradient, keys(h));
  }

  /** {@code δo = Uᵀe}. */
  private double[] pull(double[] w, int h, double[] error) {
    double[] pulled = new double[tasks];
    addTransposed(w, values(h), error, pulled);
    return pulled;
  }

  /** {@code δp = Y δo}. */
  private double[] weights(int n, double[] pulled) {
    double[] weights = new double[prompts.length()];
    double[] y = prompts.responses();
    for (int l = 0; l < weights.length; l++) {
      int row = (n * weights.length + l) * tasks;
      for (int i = 0; i < tasks; i++) {
        weights[l] += y[row + i] * pulled[i];
      }
    }
    return weights;
  }

  /** {@code δW += (Xᵀδs) qᵀ}. */
  private void addKeys(int n, double[] slope, double[] out, int at) {
    double[] gathered = new double[features];
    double[] x = prompts.covariates();
    for (int l = 0; l < slope.length; l++) {
      int row = (n * slope.length + l) * features;
      for (int i = 0; i < features; i++) {
        gathered[i] += slope[l] * x[row + i];
      }
    }
    double[] query = Arrays.copyOfRange(prompts.queries(), n * features, (n + 1) * features);
    addOuter(gathered, query, out, at);
  }

  private void backwardTangent(int n, int h, Point at, double[] product) {
    Pass pass = passes[h];
    addOuter(at.errorTangent(), pass.output, product, values(h));
    addOuter(at.error(), pass.outputTangent, product, values(h));
    double[] slope = weights(n, pull(at.w(), h, at.error()));
    double[] pulled = pull(at.w(), h, at.errorTangent());
    addTransposed(at.v(), values(h), at.error(), pulled);
    double[] tangent = weights(n, pulled);
    // The tangent of p ∘ (v − p·v).
    double mean = dot(pass.attention, slope);
    double meanTangent = dot(pass.attentionTangent, slope) + dot(pass.attention, tangent);
    for (int l = 0; l < slope.length; l++) {
      tangent[l] =
          pass.attentionTangent[l] * (slope[l] - mean)
              + pass.attention[l] * (tangent[l] - meanTangent);
    }
    addKeys(n, tangent, product, keys(h));
  }
}
