package org.edgeflow.bench.scaling;

import java.util.Arrays;
import java.util.Optional;

/** A size that grows while the others stay. */
enum Axis {
  /** Examples, in blocks of one size. */
  EXAMPLES("examples"),
  /** The width of the hidden layers. */
  WIDTH("width"),
  /** Hidden layers. */
  DEPTH("depth"),
  /** Eigenvalues of the Hessian that a tracker follows at every step. */
  EIGENVALUES("eigenvalues");

  private final String label;

  Axis(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static Optional<Axis> of(String label) {
    return Arrays.stream(values()).filter(axis -> axis.label.equals(label)).findFirst();
  }
}
