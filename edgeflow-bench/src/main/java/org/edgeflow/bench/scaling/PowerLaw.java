package org.edgeflow.bench.scaling;

/**
 * {@code y = a xᵖ}, by least squares of {@code log y} on {@code log x}.
 *
 * @param factor a
 * @param exponent p
 * @param error the standard error of p; NaN of two points, which determine p
 */
record PowerLaw(double factor, double exponent, double error) {

  /**
   * Fits.
   *
   * @param x positive, at least two different numbers; not modified
   * @param y positive, as many; not modified
   */
  static PowerLaw fit(double[] x, double[] y) {
    int n = x.length;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += Math.log(x[i]) / n;
      meanY += Math.log(y[i]) / n;
    }
    double spread = 0;
    double common = 0;
    for (int i = 0; i < n; i++) {
      double distance = Math.log(x[i]) - meanX;
      spread += distance * distance;
      common += distance * (Math.log(y[i]) - meanY);
    }
    double exponent = common / spread;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double rest = Math.log(y[i]) - meanY - exponent * (Math.log(x[i]) - meanX);
      squares += rest * rest;
    }
    double error = n == 2 ? Double.NaN : Math.sqrt(squares / (n - 2) / spread);
    return new PowerLaw(Math.exp(meanY - exponent * meanX), exponent, error);
  }

  /** What it says of x. */
  double at(double x) {
    return factor * Math.pow(x, exponent);
  }
}
