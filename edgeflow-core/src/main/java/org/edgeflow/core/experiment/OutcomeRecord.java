package org.edgeflow.core.experiment;

import java.nio.charset.StandardCharsets;
import org.edgeflow.core.checkpoint.Snapshot;

/** An outcome in a snapshot, its advice as character codes. */
final class OutcomeRecord {
  private OutcomeRecord() {}

  static void save(Outcome outcome, Snapshot snapshot, String name) {
    snapshot.put(name, outcome.kind().ordinal(), outcome.step());
    byte[] bytes = outcome.advice().getBytes(StandardCharsets.UTF_8);
    double[] codes = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      codes[i] = bytes[i];
    }
    snapshot.put(name + "_advice", codes);
  }

  static Outcome restore(Snapshot snapshot, String name) {
    double[] values = snapshot.get(name);
    double[] codes = snapshot.get(name + "_advice");
    byte[] bytes = new byte[codes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) codes[i];
    }
    return new Outcome(
        Outcome.Kind.values()[(int) values[0]],
        (long) values[1],
        new String(bytes, StandardCharsets.UTF_8));
  }
}
