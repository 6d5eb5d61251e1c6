package org.edgeflow.core.record;

/** What kind of number a value is, from which every table knows how to write it. */
public enum Format {
  /** An integer: steps, evaluations. */
  COUNT,
  /** A wall time. */
  SECONDS,
  /** A measured number, written to a few significant digits. */
  MEASURE
}
