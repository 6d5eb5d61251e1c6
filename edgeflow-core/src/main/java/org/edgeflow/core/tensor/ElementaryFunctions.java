package org.edgeflow.core.tensor;

/**
 * The transcendental functions of the activations, of one float64 number, to 2 ulp over the whole
 * range; NaN gives NaN.
 *
 * <p>The polynomial is a Chebyshev interpolant fitted in 60-digit arithmetic ({@code
 * scripts/fit-elementary-functions.py}).
 */
public final class ElementaryFunctions {

  /** The shift k of {@link #millsPolynomial}. */
  public static final double MILLS_SHIFT = 6;

  private static final double[] MILLS = {
    0.7773517718933622,
    -0.7010090295908656,
    0.5689688918147836,
    -0.4139035857755828,
    0.2679742458416616,
    -0.15268023206477752,
    0.0751719156688354,
    -0.03098531550280865,
    0.010029820641865009,
    -0.0021316052540656253,
    3.2870006941410536E-5,
    0.00018136065659126135,
    -6.475191965267413E-5,
    1.0747957700836733E-6,
    6.796025509656061E-6,
    -1.7980612899033006E-6,
    -4.2868700456457154E-7,
    3.084342715587755E-7,
    6.311195518414113E-9,
    -4.2142851980449005E-8,
    2.933781166607965E-9,
    5.09805605809035E-9,
    -3.2699638638557554E-10,
    -3.8816505337153176E-10
  };

  private ElementaryFunctions() {}

  /** {@code tanh x}, through {@code e^{2|x|} − 1}, which keeps its digits near 0. */
  public static double tanh(double x) {
    double grown = Math.expm1(2 * Math.min(Math.abs(x), 22));
    return Math.copySign(grown / (grown + 2), x);
  }

  /** The logistic function {@code 1/(1 + e^{−x})}. */
  public static double sigmoid(double x) {
    double decayed = Math.exp(-Math.abs(x));
    return (x < 0 ? decayed : 1) / (1 + decayed);
  }

  /** {@code ln(1 + e^x)}. */
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /**
   * The standard normal distribution function {@code Φ(z) = ½ erfc(−z/√2)}, to its last digits in
   * the lower tail as well: {@code Φ(−z) = e^{−z²/2} P(t)/(z + k)} for {@code z ≥ 0}, with {@code t
   * = (z − k)/(z + k)} and P smooth.
   */
  public static double normalDistribution(double z) {
    double far = Math.min(Math.abs(z), 40);
    double square = far * far;
    // e^{−z²/2} would lose digits to the rounding of z² where z is large.
    double rest = Math.fma(far, far, -square);
    double decayed = Math.exp(-square / 2);
    double reciprocal = 1 / (far + MILLS_SHIFT);
    double t = (far - MILLS_SHIFT) * reciprocal;
    double sum = MILLS[MILLS.length - 1];
    for (int i = MILLS.length - 2; i >= 0; i--) {
      sum = sum * t + MILLS[i];
    }
    double tail = (decayed - decayed * rest / 2) * (sum * reciprocal);
    return Double.isNaN(z) || z < 0 ? tail : 1 - tail;
  }

  /** The density of the standard normal distribution, {@code φ(z) = e^{−z²/2}/√(2π)}. */
  public static double normalDensity(double z) {
    double square = z * z;
    double rest = Double.isInfinite(square) ? 0 : Math.fma(z, z, -square);
    double decayed = Math.exp(-square / 2);
    return (decayed - decayed * rest / 2) * 0.3989422804014327;
  }

  /** The coefficients of P in {@link #normalDistribution}, lowest first; a copy. */
  public static double[] millsPolynomial() {
    return MILLS.clone();
  }
}
