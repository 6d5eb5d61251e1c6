package org.edgeflow.models.data;

import static org.edgeflow.models.data.WrittenIdx.write;

import java.nio.file.Path;

/** Writes small files in the format of CIFAR-10's binary version. */
final class WrittenCifar {
  private static final int AREA = 32 * 32;

  private WrittenCifar() {}

  /**
   * One record for each label; pixel j (0 … 1023) of channel c of record i is {@code pixel(first +
   * i, c, j)}.
   */
  static byte[] batch(int first, int... labels) {
    byte[] records = new byte[labels.length * 3073];
    int next = 0;
    for (int i = 0; i < labels.length; i++) {
      records[next++] = (byte) labels[i];
      for (int channel = 0; channel < 3; channel++) {
        for (int j = 0; j < AREA; j++) {
          records[next++] = (byte) pixel(first + i, channel, j);
        }
      }
    }
    return records;
  }

  /** A value in 0 … 255 that tells image, channel, row and column apart. */
  static int pixel(int image, int channel, int j) {
    return (31 * image + (40 + 13 * channel) * channel + (3 + channel) * (j % 32) + j / 32) % 256;
  }

  /** Five training files of two images each, with labels 0 … 9 in order, and three test images. */
  static void writeAll(Path directory) {
    for (int i = 0; i < 5; i++) {
      write(directory, "data_batch_" + (i + 1) + ".bin", batch(2 * i, 2 * i, 2 * i + 1));
    }
    write(directory, "test_batch.bin", batch(100, 3, 9, 3));
  }
}
