package org.edgeflow.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.cli.result.SyntheticRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/python.md, run as they stand there, where pandas is installed. */
class PandasTest {
  @TempDir Path run;

  @Test
  void theDocumentedLinesReadARun() throws IOException, InterruptedException {
    SyntheticRun.in(run, 50).edgeFlow("edge-flow").finish("valley");
    StringBuilder program = new StringBuilder();
    Matcher blocks =
        Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "python.md")));
    while (blocks.find()) {
      program.append(blocks.group(1));
    }
    String lines =
        program.toString().replaceFirst("run = \"[^\"]*\"[^\n]*", "run = r'" + run + "'")
            + "print(len(gd), sorted(sharpness.columns), summary['experiment'])\n";
    assumeThat(exit("import pandas")).as("pandas is not installed").isZero();
    assertThat(exit(lines)).as(lines).isZero();
    assertThat(Files.readString(run.resolve("printed")).strip())
        .isEqualTo("51 ['edge-flow', 'gradient-descent'] valley");
  }

  private int exit(String program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("python3", "-c", program)
              .redirectOutput(run.resolve("printed").toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }
}
