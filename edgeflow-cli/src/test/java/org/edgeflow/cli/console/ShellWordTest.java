package org.edgeflow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordTest {
  @Test
  void onlyWordsThatNeedQuotesGetThem() {
    assertThat(ShellWord.of("runs/a-1.5")).isEqualTo("runs/a-1.5");
    assertThat(ShellWord.of("my runs")).isEqualTo("'my runs'");
    assertThat(ShellWord.of("it's")).isEqualTo("'it'\\''s'");
  }
}
