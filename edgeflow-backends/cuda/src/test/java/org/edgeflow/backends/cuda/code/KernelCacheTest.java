package org.edgeflow.backends.cuda.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.edgeflow.core.tensor.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackAndNothingElseLiesAround() throws IOException {
    KernelCache cache = new KernelCache(folder.resolve("a/b"));
    assertThat(cache.read("key")).isEmpty();
    cache.write("key", new byte[] {1, 2, 3});
    cache.write("key", new byte[] {4, 5});
    assertThat(cache.read("key")).hasValue(new byte[] {4, 5});
    try (Stream<Path> files = Files.list(folder.resolve("a/b"))) {
      assertThat(files).containsExactly(folder.resolve("a/b/key.cubin"));
    }
  }

  @Test
  void aFolderThatCannotBeMadeCostsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    KernelCache cache = new KernelCache(file.resolve("cache"));
    cache.write("key", new byte[] {1});
    assertThat(cache.read("key")).isEmpty();
  }

  @Test
  void sourceArchitectureFormatAndCompilerEachMakeAnotherKey() {
    List<String> options = KernelCompiler.options("sm_90", DataType.FLOAT32);
    String source = KernelCompiler.source();
    assertThat(
            Set.of(
                KernelCache.key(source, options, "13.0"),
                KernelCache.key(source + " ", options, "13.0"),
                KernelCache.key(source, KernelCompiler.options("sm_80", DataType.FLOAT32), "13.0"),
                KernelCache.key(source, KernelCompiler.options("sm_90", DataType.FLOAT64), "13.0"),
                KernelCache.key(source, options, "13.1")))
        .hasSize(5);
    assertThat(KernelCache.key(source, options, "13.0"))
        .isEqualTo(KernelCache.key(source, List.copyOf(options), "13.0"));
  }

  @Test
  void kernelsAreCompiledForTheCardOrForTheNextOlderArchitecture() {
    assertThat(KernelCompiler.architecture(90, 75, 80, 90, 100)).isEqualTo("sm_90");
    assertThat(KernelCompiler.architecture(87, 75, 80, 86, 90)).isEqualTo("compute_86");
    assertThat(KernelCompiler.architecture(130, 75, 120, 90)).isEqualTo("compute_120");
  }
}
