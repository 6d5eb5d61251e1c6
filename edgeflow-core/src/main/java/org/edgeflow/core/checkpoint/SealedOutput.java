package org.edgeflow.core.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes on and digests all but the last bytes, which somebody else then writes. */
final class SealedOutput extends OutputStream {
  private final OutputStream out;
  private final MessageDigest digest = Sha256.start();
  private final byte[] last;
  private int kept;

  /**
   * Withholds bytes.
   *
   * @param count how many of the last
   */
  SealedOutput(OutputStream out, int count) {
    this.out = out;
    this.last = new byte[count];
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    int surplus = kept + count - last.length;
    int released = Math.min(kept, Math.max(0, surplus));
    pass(last, 0, released);
    System.arraycopy(last, released, last, 0, kept - released);
    kept -= released;
    int passed = Math.max(0, surplus - released);
    pass(bytes, from, passed);
    System.arraycopy(bytes, from + passed, last, kept, count - passed);
    kept += count - passed;
  }

  private void pass(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    digest.update(bytes, from, count);
  }

  /** Of what has been passed on. */
  String sha256() {
    return Sha256.hex(digest);
  }
}
