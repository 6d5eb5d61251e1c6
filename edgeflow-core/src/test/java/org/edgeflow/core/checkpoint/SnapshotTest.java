package org.edgeflow.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void tensorsComeBackBitForBit(DataType dataType) {
    TensorBackend backend = new HeapBackend(dataType);
    double[] values = {Math.PI, -0.0, 1e-40, Double.NaN, Double.NEGATIVE_INFINITY};
    Tensor tensor = backend.of(values, 5);
    Snapshot snapshot = new Snapshot();
    snapshot.put("w", tensor);
    backend.fill(tensor, 1);
    Tensor restored = backend.zeros(5);
    snapshot.get("w", restored);
    double[] actual = new double[5];
    backend.read(restored, actual);
    double[] expected = new double[5];
    backend.read(backend.of(values, 5), expected);
    assertThat(Arrays.equals(actual, expected)).isTrue();
  }

  @Test
  void whatIsMissingOrDoesNotFitIsNamed() {
    Snapshot snapshot = new Snapshot();
    snapshot.put("model.w", 1, 2);
    assertThat(snapshot.has("model.w")).isTrue();
    assertThat(snapshot.has("model.v")).isFalse();
    assertThatThrownBy(() -> snapshot.get("model.v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the checkpoint holds no 'model.v'");
    Tensor three = new HeapBackend(DataType.FLOAT64).zeros(3);
    assertThatThrownBy(() -> snapshot.get("model.w", three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the checkpoint's 'model.w' has 2 numbers, the run needs 3");
    assertThatThrownBy(() -> snapshot.put("model.w", 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'model.w'");
  }

  @Test
  void aFileHoldsEveryArrayInOrderBitForBit() throws IOException {
    Snapshot snapshot = new Snapshot();
    snapshot.put("b", 1.0 / 3, Double.NaN, -0.0, Double.MIN_VALUE);
    snapshot.put("a");
    double[] large = new double[20_000];
    Arrays.setAll(large, i -> Math.sin(i));
    snapshot.put("model.large", large);
    Path file = directory.resolve("state.npz");
    SnapshotFile.save(snapshot, file);
    Snapshot loaded = SnapshotFile.load(file);
    assertThat(loaded.arrays().keySet()).containsExactly("b", "a", "model.large");
    snapshot
        .arrays()
        .forEach((name, values) -> assertThat(Arrays.equals(loaded.get(name), values)).isTrue());
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aDamagedFileIsRefusedByName() throws IOException {
    Snapshot snapshot = new Snapshot();
    double[] noise = new java.util.SplittableRandom(1).doubles(5000).toArray();
    snapshot.put("w", noise);
    Path file = directory.resolve("state.npz");
    SnapshotFile.save(snapshot, file);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SnapshotFile.load(file))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("state.npz");
    }
  }

  @Test
  void aFlippedBitIsNoticed() throws IOException {
    Snapshot snapshot = new Snapshot();
    snapshot.put("w", new java.util.SplittableRandom(1).doubles(5000).toArray());
    Path file = directory.resolve("state.npz");
    SnapshotFile.save(snapshot, file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    assertThatThrownBy(() -> SnapshotFile.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.npz is damaged");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> SnapshotFile.load(directory.resolve("none.npz")))
        .isInstanceOf(java.nio.file.NoSuchFileException.class)
        .hasMessageContaining("none.npz");
  }
}
