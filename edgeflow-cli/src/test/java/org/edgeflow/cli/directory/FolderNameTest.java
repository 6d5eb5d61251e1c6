package org.edgeflow.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FolderNameTest {
  @Test
  void lettersOfAnyScriptStay() {
    assertThat(FolderName.of("fashion-mlp_2.1")).isEqualTo("fashion-mlp_2.1");
    assertThat(FolderName.of("Übung-日本-проба")).isEqualTo("Übung-日本-проба");
    assertThat(FolderName.of("U\u0308bung")).isEqualTo("Übung");
  }

  @Test
  void namesThatHadToBeChangedStayApart() {
    assertThat(FolderName.of("a/b")).startsWith("a-b-").isNotEqualTo(FolderName.of("a:b"));
    assertThat(FolderName.of("🎉")).startsWith("experiment-");
    assertThat(FolderName.of("..")).startsWith("experiment-");
    assertThat(FolderName.of("x".repeat(200))).hasSizeLessThan(80);
  }
}
