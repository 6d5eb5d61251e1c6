package org.edgeflow.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
  @TempDir private Path folder;

  private Processor told(String text) throws IOException {
    return Processor.read(Files.writeString(folder.resolve("cpuinfo"), text));
  }

  @Test
  void anIntelProcessorIsReadFromItsFirstCore() throws IOException {
    Processor xeon =
        told(
            """
            processor\t: 0
            vendor_id\t: GenuineIntel
            model\t\t: 85
            model name\t: Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz
            stepping\t: 4
            flags\t\t: fpu avx avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl
            bugs\t\t: spectre_v1

            processor\t: 1
            model name\t: another
            flags\t\t: fpu
            """);
    assertThat(xeon.name()).hasValue("Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz");
    assertThat(xeon.features()).contains("fma", "avx512f").doesNotContain("spectre_v1");
    assertThat(xeon.hasWideVectors()).isTrue();
  }

  @Test
  void wideVectorsNeedAllTheirInstructions() throws IOException {
    assertThat(told("flags : avx512f avx512cd avx512er avx512pf").hasWideVectors()).isFalse();
  }

  @Test
  void anArmBoardHasItsNameAtTheEnd() throws IOException {
    Processor board =
        told(
            """
            processor\t: 0
            Features\t: fp asimd crc32 fp

            Hardware\t: BCM2835
            Model\t\t: Raspberry Pi 4 Model B Rev 1.4
            """);
    assertThat(board.name()).hasValue("Raspberry Pi 4 Model B Rev 1.4");
    assertThat(board.features()).containsExactlyInAnyOrder("fp", "asimd", "crc32");
    assertThat(board.hasWideVectors()).isFalse();
  }

  @Test
  void aSystemThatDoesNotTellLeavesBothEmpty() {
    Processor unknown = Processor.read(folder.resolve("missing"));
    assertThat(unknown.name()).isEmpty();
    assertThat(unknown.isTold()).isFalse();
    assertThat(unknown.hasWideVectors()).isFalse();
  }
}
