package org.edgeflow.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TornRowsTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"30,100000", "100000,10", "65535,1", "65536,65536", "10,0"})
  void onlyWholeLinesStay(int whole, int torn) throws IOException {
    Path file = temporary.resolve("model.csv");
    String kept = "x".repeat(whole - 1) + "\n";
    Files.writeString(file, kept + "y".repeat(torn));

    TornRows.cut(temporary);

    assertThat(file).hasContent(kept.strip()).hasSize(whole);
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Path file = temporary.resolve("notes.txt");
    Files.writeString(file, "no line feed");

    TornRows.cut(temporary);

    assertThat(file).hasContent("no line feed");
  }
}
