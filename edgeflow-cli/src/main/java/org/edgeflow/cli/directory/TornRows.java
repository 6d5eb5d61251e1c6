package org.edgeflow.cli.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The last line of a file to which a full disk gave too little room. */
public final class TornRows {
  private static final int BLOCK = 1 << 16;

  private TornRows() {}

  /** Cuts every CSV file of a folder after its last line feed, which takes no space. */
  public static void cut(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> tables = files.filter(file -> file.toString().endsWith(".csv")).toList();
      for (Path table : tables) {
        cutFile(table);
      }
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }

  private static void cutFile(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      while (end > 0) {
        int length = (int) Math.min(BLOCK, end);
        ByteBuffer block = ByteBuffer.allocate(length);
        while (block.hasRemaining() && channel.read(block, end - length + block.position()) >= 0) {
          // Reads on until the block is full.
        }
        for (int i = length - 1; i >= 0; i--) {
          if (block.get(i) == '\n') {
            channel.truncate(end - length + i + 1);
            return;
          }
        }
        end -= length;
      }
      channel.truncate(0);
    }
  }
}
