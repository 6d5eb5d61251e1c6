package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
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

  @Test
  void aDeviceReportTellsCeilingsAndNetworks() {
    List<String> lines =
        DeviceReport.lines(
            List.of("backend=host", "examples=200", "rounds=1", "networks=fashion-mlp"));
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains("float32", "products", "bandwidth", "results right");
    assertThat(lines.get(3))
        .contains("fashion-mlp", "symmetric", "GFLOP", "MB")
        .containsPattern("(products bind|bandwidth binds), [1-9]\\d* % reached");
  }

  @Test
  void aDeviceReportOfAnUnknownBackendOrKeyIsBadInput() throws IOException {
    assertThat(Main.execute("device", "backend=no-such")).isEqualTo(2);
    assertThat(Main.execute("device", "networc=x")).isEqualTo(2);
    assertThat(Main.execute("device", "nonsense")).isEqualTo(2);
  }
}
