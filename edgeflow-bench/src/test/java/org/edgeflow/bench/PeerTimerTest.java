package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edgeflow.core.checkpoint.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTimerTest {
  private static final int EXAMPLES = 40;
  private static final int[] WIDTHS = {784, 200, 200, 10};
  private static final String OPEN =
      "open m network=fashion-mlp backend=heap dtype=float64 examples=" + EXAMPLES;

  @TempDir private Path directory;

  @Test
  void whatIsExportedGivesAPeerTheSameLoss() throws IOException {
    PeerTimer timer = new PeerTimer();
    assertThat(timer.answer(OPEN)).startsWith("open ").contains("Java arrays");
    assertThat(timer.answer("export m " + directory)).isEqualTo("export " + directory);

    double expected = plainLoss(read("inputs"), read("targets"), read("parameters"));

    double loss = Double.parseDouble(timer.answer("value m loss").substring("value ".length()));
    assertThat(loss).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theExportedGradientIsTheSlopeAlongTheExportedDirection() throws IOException {
    PeerTimer timer = new PeerTimer();
    timer.answer(OPEN);
    timer.answer("export m " + directory);
    double[] direction = read("direction");
    double[] losses = read("symmetric_losses");
    double slope = dot(read("gradient"), direction);
    assertThat(dot(direction, direction)).isCloseTo(1, within(1e-12));
    assertThat((losses[0] - losses[1]) / (2 * losses[2])).isCloseTo(slope, within(1e-5));
    double bend = dot(read("hessian_vector"), direction);
    assertThat(dot(read("symmetric_hessian_vector"), direction)).isCloseTo(bend, within(1e-12));
  }

  @Test
  void descentMovesThePointWhoseEigenpairsAreFollowed() {
    PeerTimer timer = new PeerTimer();
    timer.answer(OPEN);
    double before = Double.parseDouble(timer.answer("value m loss").substring("value ".length()));
    double after =
        Double.parseDouble(timer.answer("descend m 3 0.01").substring("descend ".length()));
    assertThat(after).isLessThan(before);

    String[] cold = timer.answer("eigenpairs m 2 1e-6").split(" ");
    timer.answer("descend m 1 1e-6");
    String[] warm = timer.answer("eigenpairs m 2 1e-6").split(" ");

    assertThat(Integer.parseInt(warm[1])).isLessThan(Integer.parseInt(cold[1]));
    assertThat(Double.parseDouble(warm[2])).isLessThan(1e-6);
    assertThat(Double.parseDouble(warm[3]))
        .isCloseTo(Double.parseDouble(cold[3]), within(1e-3 * Double.parseDouble(cold[3])));
    assertThat(timer.answer("descend m x 0.01")).startsWith("error got 'x'");
  }

  @Test
  void everyQuantityIsTimedInMilliseconds() {
    PeerTimer timer = new PeerTimer();
    timer.answer(OPEN);
    for (String quantity :
        new String[] {"loss", "gradient", "hessian-vector", "symmetric", "chord"}) {
      String answer = timer.answer("time m " + quantity);
      assertThat(answer).startsWith("time ");
      assertThat(Double.parseDouble(answer.substring("time ".length()))).isPositive();
    }
  }

  @Test
  void whatFailsIsAnsweredInOneLine() {
    PeerTimer timer = new PeerTimer();
    assertThat(timer.answer("time m symmetric")).startsWith("error nothing is open under 'm'");
    assertThat(timer.answer("open m network=fashion-mlp bakend=heap"))
        .startsWith("error ")
        .contains("Did you mean 'backend'?")
        .doesNotContain("\n");
    assertThat(timer.answer("open m network"))
        .isEqualTo("error got 'network', expected KEY=VALUE.");
    assertThat(timer.answer("open")).startsWith("error the request 'open' is too short");
    assertThat(timer.answer("hello")).startsWith("error unknown request 'hello'");
    timer.answer(OPEN);
    assertThat(timer.answer("time m hessian")).contains("expected loss, gradient, hessian-vector");
  }

  private double[] read(String name) throws IOException {
    try (InputStream in = Files.newInputStream(directory.resolve(name + ".npy"))) {
      return NpyFile.read(in);
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  // The network as its definition says, without anything of the engine.
  private static double plainLoss(double[] inputs, double[] targets, double[] parameters) {
    double loss = 0;
    for (int example = 0; example < EXAMPLES; example++) {
      double[] x = new double[WIDTHS[0]];
      System.arraycopy(inputs, example * x.length, x, 0, x.length);
      int weights = 0;
      for (int layer = 1; layer < WIDTHS.length; layer++) {
        int biases = weights + WIDTHS[layer] * x.length;
        double[] z = new double[WIDTHS[layer]];
        for (int unit = 0; unit < z.length; unit++) {
          double sum = parameters[biases + unit];
          for (int k = 0; k < x.length; k++) {
            sum += parameters[weights + unit * x.length + k] * x[k];
          }
          z[unit] = layer < WIDTHS.length - 1 ? Math.tanh(sum) : sum;
        }
        weights = biases + z.length;
        x = z;
      }
      for (int k = 0; k < x.length; k++) {
        loss += 0.5 * Math.pow(x[k] - targets[example * x.length + k], 2) / EXAMPLES;
      }
    }
    return loss;
  }
}
