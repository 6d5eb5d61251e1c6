package org.edgeflow.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingTest {
  private static final double[] SIZES = {100, 300, 1000, 2000};

  @TempDir private Path directory;

  @Test
  void aPowerLawIsFoundExactly() {
    PowerLaw law = PowerLaw.fit(SIZES, DoubleStream.of(SIZES).map(x -> 3 * x * x).toArray());
    assertThat(law.exponent()).isCloseTo(2, within(1e-12));
    assertThat(law.factor()).isCloseTo(3, within(1e-10));
    assertThat(law.error()).isCloseTo(0, within(1e-12));
    assertThat(law.at(10)).isCloseTo(300, within(1e-8));
  }

  @Test
  void theStandardErrorOfAnExponentIsThatOfLeastSquares() {
    // Logarithms 0, 1, 2 against 0, 1, 3: slope 3/2, squares of the rests 1/6, of the spread 2.
    double e = Math.E;
    PowerLaw law = PowerLaw.fit(new double[] {1, e, e * e}, new double[] {1, e, e * e * e});
    assertThat(law.exponent()).isCloseTo(1.5, within(1e-12));
    assertThat(law.error()).isCloseTo(Math.sqrt(1.0 / 12), within(1e-12));
  }

  @Test
  void smallSizesGiveATableThreeFilesAndPicturesOfEveryAxis() throws IOException {
    List<String> printed = new ArrayList<>();
    ScalingReport.run(
        List.of(
            "--out",
            directory.toString(),
            "--backend=heap",
            "--examples",
            "10,20",
            "--width=3,6",
            "--depth",
            "1,2",
            "--eigenvalues",
            "1,2",
            "--repeats",
            "2",
            "--warm-up",
            "0"),
        printed::add);

    assertThat(printed).hasSize(5);
    assertThat(printed.get(0)).contains("examples", "step, ms", "time ~ examples^");
    assertThat(Files.readAllLines(directory.resolve("scaling.csv")))
        .hasSize(9)
        .contains("axis,size,parameters,seconds,memory_bytes,working_bytes");
    assertThat(Files.readAllLines(directory.resolve("exponents.csv"))).hasSize(13);
    for (String axis : List.of("examples", "width", "depth", "eigenvalues")) {
      for (String quantity : List.of("time", "memory")) {
        assertThat(directory.resolve(quantity + "-" + axis + ".svg"))
            .content()
            .endsWith("</svg>\n");
      }
    }
  }

  @Test
  void anAxisMayBeLeftOut() {
    ScalingSettings settings =
        ScalingSettings.of(List.of("--out", "x", "--quick", "--width", "none"));
    assertThat(settings.sizes(Axis.WIDTH)).isEmpty();
    assertThat(settings.sizes(Axis.EXAMPLES)).containsExactly(500, 1000, 2000, 4000);
  }

  @Test
  void badOptionsAreOneMessage() {
    refuses("--out x --width 3", "width", "two different sizes");
    refuses("--out x --depth 0,2", "depth", "from 1");
    refuses("--out x --wid 3,4", "Did you mean 'width'?");
    refuses("--width 3,4", "out");
    refuses("--out", "no value");
    refuses("nonsense", "--KEY VALUE");
  }

  private static void refuses(String line, String... words) {
    assertThatThrownBy(() -> ScalingSettings.of(Arrays.asList(line.split(" "))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(words);
  }
}
