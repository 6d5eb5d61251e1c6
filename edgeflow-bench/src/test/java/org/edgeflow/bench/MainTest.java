package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void aBenchmarkThatDoesNotExistIsBadInput() throws IOException {
    assertThat(Main.execute("no-such-benchmark")).isEqualTo(2);
  }

  @Test
  void anUnknownOptionIsBadInput() throws IOException {
    assertThat(Main.execute("--no-such-option")).isEqualTo(2);
  }

  @Test
  void listingRunsNothing() throws IOException {
    assertThat(Main.execute("-l")).isZero();
  }
}
