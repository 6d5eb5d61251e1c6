package org.edgeflow.core.flow.edge;

/** Settings of Edge Flow that belong together. */
public enum Preset {
  /** What arXiv 2606.18080 fixes, and nothing else. */
  PAPER(CurvatureClosure.CENTRE, GrowthRate.LINEAR, "0", BackwardError.NONE, 2),
  /** A flow in continuous time that stays with GD however finely it is integrated. */
  FLOW(CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, "rounding", BackwardError.FULL, 3),
  /** The flow in steps of many iterations, for fewer gradients than gradient descent's. */
  ECONOMICAL(CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, "rounding", BackwardError.NONE, 2),
  /** GD's own two-step map in the coordinates (c, δ): gradient descent in other coordinates. */
  MAP(CurvatureClosure.CHORD, GrowthRate.LOGARITHMIC, "rounding", BackwardError.NONE, 2);

  private final CurvatureClosure curvature;
  private final GrowthRate rate;
  private final String noise;
  private final BackwardError backwardError;
  private final int order;

  Preset(
      CurvatureClosure curvature,
      GrowthRate rate,
      String noise,
      BackwardError backwardError,
      int order) {
    this.curvature = curvature;
    this.rate = rate;
    this.noise = noise;
    this.backwardError = backwardError;
    this.order = order;
  }

  CurvatureClosure curvature() {
    return curvature;
  }

  GrowthRate rate() {
    return rate;
  }

  String noise() {
    return noise;
  }

  BackwardError backwardError() {
    return backwardError;
  }

  int order() {
    return order;
  }

  // The flow's centre gives up at once what of the first step is the oscillation's; under steps of
  // an iteration it keeps it, and the step counts twice.
  InitialMagnitude initialMagnitude() {
    return this == MAP || this == ECONOMICAL
        ? InitialMagnitude.ROUNDING
        : InitialMagnitude.HALF_STEP;
  }
}
