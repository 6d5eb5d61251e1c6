package org.edgeflow.backends.host.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnpackedBindingTest {

  /** Otherwise a process that is killed leaves it behind. */
  @Test
  void theBindingsFileIsGoneOnceItIsLoaded() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.isReadable(maps));
    assumeTrue(Blas.openBlas().loaded());
    List<String> mapped =
        Files.readAllLines(maps).stream().filter(line -> line.contains("libnetlib")).toList();
    assertThat(mapped).isNotEmpty().allMatch(line -> line.endsWith(".so (deleted)"));
  }

  @Test
  void nothingElseIsRemoved() {
    assertThat(
            UnpackedBinding.loaded(
                List.of(
                    "7f00-7f01 r-xp 00000000 08:01 12    /tmp/libnetlibblasjni123.so",
                    "7f01-7f02 r--p 00000000 08:01 12    /tmp/libnetlibblasjni123.so",
                    "7f03-7f04 r-xp 00000000 08:01 13    /tmp/other/libnetlibblasjni9.so",
                    "7f05-7f06 r-xp 00000000 08:01 14    /tmp/libopenblas.so.0",
                    "7f07-7f08 r-xp 00000000 08:01 15    /tmp/libnetlibblasjni7.so (deleted)",
                    "7f09-7f0a rw-p 00000000 00:00 0     [stack]",
                    "7f0b-7f0c rw-p 00000000 00:00 0"),
                Path.of("/tmp")))
        .containsExactly(Path.of("/tmp/libnetlibblasjni123.so"));
  }
}
