package org.edgeflow.backends.host.blas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @Test
  void aFolderThatRunsProgramsIsToldFromOneThatDoesNot(@TempDir Path folder) {
    assertThat(TemporaryFolder.runsPrograms(folder)).isTrue();
    assertThat(folder).isEmptyDirectory();
    assertThat(TemporaryFolder.runsPrograms(folder.resolve("missing"))).isFalse();
    assertThat(TemporaryFolder.runsPrograms(Path.of("/proc"))).isFalse();
  }
}
