package org.edgeflow.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Output whose reader may leave: {@code list | head} wants no more than it took, and that is no
 * failure. Any other failure is passed on.
 */
final class PipedOutput extends FilterOutputStream {
  private boolean left;

  PipedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (left) {
      return;
    }
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
      left = true;
    }
  }
}
