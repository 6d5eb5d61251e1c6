package org.edgeflow.theory.probe.krylov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.hipparchus.complex.Complex;
import org.junit.jupiter.api.Test;

/** Functions and eigenvalues of operators whose answers are known. */
class KrylovTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  @Test
  void aFunctionOfADiagonalMatrixActsOnItsEntries() {
    double[] diagonal = {3, -1, 0.5, 2, 7};
    Tensor start = BACKEND.of(new double[] {1, -2, 0.3, 0.7, 1.5}, 5);
    Lanczos lanczos = new Lanczos(BACKEND, 5, 20);
    assertThat(lanczos.run((v, out) -> multiply(diagonal, v, out), start)).isTrue();
    Tensor out = BACKEND.zeros(5);
    lanczos.apply(Math::exp, out);
    double form = 0;
    for (int i = 0; i < 5; i++) {
      double entry = read(start)[i];
      assertThat(read(out)[i])
          .isCloseTo(Math.exp(diagonal[i]) * entry, within(1e-11 * Math.exp(diagonal[i])));
      form += Math.exp(diagonal[i]) * entry * entry;
    }
    assertThat(lanczos.form(Math::exp)).isCloseTo(form, within(1e-10 * form));
    assertThat(Arrays.stream(lanczos.weights()).sum()).isCloseTo(1, within(1e-14));
  }

  // Degree 2m − 1 = 5 after three products.
  @Test
  void quadratureIsExactForPolynomials() {
    double[] diagonal = new double[40];
    Arrays.setAll(diagonal, i -> Math.sin(i));
    double[] entries = new double[40];
    Arrays.setAll(entries, i -> 1 + 0.1 * Math.cos(3 * i));
    Lanczos lanczos = new Lanczos(BACKEND, 40, 3);
    lanczos.run((v, out) -> multiply(diagonal, v, out), BACKEND.of(entries, 40));
    double expected = 0;
    for (int i = 0; i < 40; i++) {
      expected += entries[i] * entries[i] * Math.pow(diagonal[i], 5);
    }
    assertThat(lanczos.form(x -> Math.pow(x, 5))).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theInverseLeavesOutWhatIsFlat() {
    double[] diagonal = {4, 1e-9, -2};
    Lanczos lanczos = new Lanczos(BACKEND, 3, 10);
    Tensor out = BACKEND.of(new double[] {1, 1, 1}, 3);
    lanczos.run((v, product) -> multiply(diagonal, v, product), out);
    lanczos.apply(lanczos.inverse(1e-6), out);
    assertThat(read(out)[0]).isCloseTo(0.25, within(1e-8));
    assertThat(read(out)[1]).isCloseTo(0, within(1e-8));
    assertThat(read(out)[2]).isCloseTo(-0.5, within(1e-8));
    lanczos.apply(lanczos.positiveInverse(1e-6), out);
    assertThat(read(out)[0]).isCloseTo(0.25, within(1e-8));
    assertThat(read(out)[2]).isCloseTo(0, within(1e-8));
    lanczos.apply(lanczos.damped(0.5), out);
    assertThat(read(out)[0]).isCloseTo(4.0 / 20, within(1e-8));
    assertThat(read(out)[2]).isCloseTo(-2.0 / 8, within(1e-8));
  }

  @Test
  void thereIsNothingToFindFromZeroOrInWhatIsNotFinite() {
    Lanczos lanczos = new Lanczos(BACKEND, 3, 10);
    assertThat(lanczos.run((v, out) -> BACKEND.copy(v, out), BACKEND.zeros(3))).isFalse();
    Tensor ones = BACKEND.of(new double[] {1, 1, 1}, 3);
    assertThat(lanczos.run((v, out) -> BACKEND.fill(out, Double.NaN), ones)).isFalse();
    Arnoldi arnoldi = new Arnoldi(BACKEND, 3, 10);
    assertThat(arnoldi.largest((v, out) -> BACKEND.fill(out, Double.NaN), ones).isNaN()).isTrue();
  }

  @Test
  void theLargestEigenvalueMayBeOneOfAPair() {
    // A rotation scaled to 2, beside a direction that is multiplied by 1.5.
    Arnoldi.LinearMap map =
        (v, out) -> {
          double[] x = read(v);
          BACKEND.write(
              new double[] {1.2 * x[0] - 1.6 * x[1], 1.6 * x[0] + 1.2 * x[1], 1.5 * x[2]}, out);
        };
    Arnoldi arnoldi = new Arnoldi(BACKEND, 3, 10);
    Complex all = arnoldi.largest(map, BACKEND.of(new double[] {1, 0.2, 1}, 3));
    assertThat(all.norm()).isCloseTo(2, within(1e-12));
    assertThat(all.getReal()).isCloseTo(1.2, within(1e-12));
    Complex one = arnoldi.largest(map, BACKEND.of(new double[] {0, 0, 1}, 3));
    assertThat(one.getReal()).isCloseTo(1.5, within(1e-14));
  }

  private static void multiply(double[] diagonal, Tensor v, Tensor out) {
    double[] values = read(v);
    for (int i = 0; i < values.length; i++) {
      values[i] *= diagonal[i];
    }
    BACKEND.write(values, out);
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    BACKEND.read(tensor, values);
    return values;
  }
}
