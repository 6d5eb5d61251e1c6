package org.edgeflow.backends.host.blas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a shared library says of itself before it is loaded.
 *
 * @param file where it is
 */
record SharedLibrary(Path file) {

  /**
   * Requires that the library names a function: a binding would jump to where a missing one is not,
   * and end the process. Names stand in a library with a zero after them.
   *
   * @throws UnsatisfiedLinkError if it does not, or cannot be read
   */
  void requireFunction(String name) {
    byte[] symbol = (name + '\0').getBytes(StandardCharsets.US_ASCII);
    if (!contains(symbol)) {
      throw new UnsatisfiedLinkError("it has no function " + name);
    }
  }

  private boolean contains(byte[] symbol) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      ByteBuffer wanted = ByteBuffer.wrap(symbol);
      for (int at = 0; at <= bytes.limit() - symbol.length; at++) {
        if (bytes.get(at) == symbol[0] && bytes.slice(at, symbol.length).equals(wanted)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UnsatisfiedLinkError(e.toString());
    }
  }
}
