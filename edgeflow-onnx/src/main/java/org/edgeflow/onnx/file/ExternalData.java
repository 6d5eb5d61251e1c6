package org.edgeflow.onnx.file;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Excerpts;

/**
 * Tensors in files beside the network's own, and nowhere else: a network's file is data of unknown
 * origin, and may not say which files of this machine are read.
 */
final class ExternalData {
  private final Path folder;
  private final Set<Path> files = new LinkedHashSet<>();

  /** Files in the folder of a network's file. */
  ExternalData(Path network) {
    this.folder = network.toAbsolutePath().getParent();
  }

  /** What has been read from. */
  List<Path> files() {
    return new ArrayList<>(files);
  }

  /** The bytes of a tensor. */
  ByteBuffer read(String tensor, List<StringStringEntryProto> entries, long bytes) {
    String location = "";
    long offset = 0;
    long length = bytes;
    for (StringStringEntryProto entry : entries) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = number(tensor, entry);
        case "length" -> length = number(tensor, entry);
        default -> {}
      }
    }
    if (length != bytes) {
      throw new BadNetworkException(
          "is damaged: of its "
              + tensor
              + ": "
              + length
              + " bytes lie outside of it, expected "
              + bytes);
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new BadNetworkException("has a " + tensor + " of " + bytes + " bytes, too large");
    }
    return read(tensor, located(tensor, location), offset, (int) bytes);
  }

  private ByteBuffer read(String tensor, Path file, long offset, int bytes) {
    String name = Excerpts.of(file.getFileName().toString());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() - bytes) {
        throw new BadNetworkException(
            "is damaged: its "
                + tensor
                + " has bytes "
                + offset
                + " to "
                + (offset + bytes)
                + " of '"
                + name
                + "', which has "
                + channel.size());
      }
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new EOFException("it ends early");
        }
      }
      files.add(file);
      return buffer.flip();
    } catch (IOException e) {
      throw new BadNetworkException(
          "needs '" + name + "' for its " + tensor + ", which cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static long number(String tensor, StringStringEntryProto entry) {
    String value = entry.getValue();
    if (!value.matches("\\d{1,18}")) {
      throw new BadNetworkException(
          "is damaged: of its "
              + tensor
              + ": its "
              + entry.getKey()
              + " outside of the file is '"
              + Excerpts.of(value)
              + "', expected a number");
    }
    return Long.parseLong(value);
  }

  private Path located(String tensor, String location) {
    Path file;
    try {
      Path relative = Path.of(location);
      file = folder.resolve(relative).normalize();
      if (location.isEmpty() || relative.isAbsolute() || !file.startsWith(folder.normalize())) {
        throw outside(tensor, location);
      }
    } catch (InvalidPathException e) {
      throw outside(tensor, location);
    }
    if (!Files.isRegularFile(file)) {
      throw new BadNetworkException(
          "needs the file '"
              + Excerpts.of(location)
              + "' beside it for its "
              + tensor
              + ", and there is none; copy it there, or export again in one file");
    }
    try {
      // Links are followed, and must not lead away either.
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw outside(tensor, location);
      }
    } catch (IOException e) {
      throw new BadNetworkException(
          "needs '" + Excerpts.of(location) + "', which cannot be read: " + e.getMessage(), e);
    }
    return file;
  }

  private static BadNetworkException outside(String tensor, String location) {
    return new BadNetworkException(
        "keeps its "
            + tensor
            + " in '"
            + Excerpts.of(location)
            + "', expected a file in its own folder or below; export again in one file");
  }
}
