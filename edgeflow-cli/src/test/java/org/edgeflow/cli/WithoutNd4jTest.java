package org.edgeflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A distribution that leaves ND4J and DL4J out, as {@code -Dslim} and the bundle do. */
class WithoutNd4jTest {
  private static final String NETWORK = "../examples/fashion-mlp.yaml";

  @TempDir private Path folder;

  /** What a process of its own says and returns. */
  private record Said(int exitCode, String text) {}

  private Said edgeflow(String... arguments) throws IOException, InterruptedException {
    String slim =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(nd4j|deeplearning4j).*"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", slim, "org.edgeflow.cli.Main"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Said(
        process.exitValue(),
        new String(java.nio.file.Files.readAllBytes(output), StandardCharsets.UTF_8));
  }

  @Test
  void networksByNameRunOnTheBackendHost() throws Exception {
    Said said = edgeflow("run", NETWORK, "--steps", "2", "--out", folder.resolve("run").toString());
    assertThat(said.exitCode()).as(said.text()).isZero();
    assertThat(folder.resolve("run/summary.json")).isNotEmptyFile();
  }

  @Test
  void whatNeedsDl4jSaysInOneMessageWhatIsMissing() throws Exception {
    Said said =
        edgeflow(
            "run",
            NETWORK,
            "--set",
            "objective.engine=dl4j",
            "--out",
            folder.resolve("run").toString());
    assertThat(said.exitCode()).as(said.text()).isEqualTo(3);
    assertThat(said.text())
        .contains("objective mlp needs DL4J and ND4J here", "'engine: exact'")
        .doesNotContain("\tat ");
  }

  @Test
  void onlyTheOtherBackendsAreListed() throws Exception {
    Said said = edgeflow("list", "backend");
    assertThat(said.exitCode()).as(said.text()).isZero();
    assertThat(said.text()).contains("heap", "host", "cuda").doesNotContain("nd4j");
  }
}
