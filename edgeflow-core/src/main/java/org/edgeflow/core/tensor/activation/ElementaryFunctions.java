package org.edgeflow.core.tensor.activation;

/**
 * The transcendental functions of the activations, of one float64 number, to 2 ulp over the whole
 * range; NaN gives NaN.
 *
 * <p>The polynomial is a Chebyshev interpolant fitted in 60-digit arithmetic ({@code
 * scripts/fit-elementary-functions.py}).
 */
public final class ElementaryFunctions {

  private static final double LOG2_E = 1.4426950408889634;
  // ln 2 in two parts of which the first has few bits: its multiples are exact.
  private static final double LN2_SHORT = 6.93147180369123816490e-01;
  private static final double LN2_REST = 1.90821492927058770002e-10;
  private static final double DENSITY = 0.3989422804014327;

  /** q in {@code e^r − 1 = r + r² q(r)}, |r| at most ½ ln 2. */
  private static final double[] EXPM1 = {
    0.5,
    0.1666666666666667,
    0.04166666666666667,
    0.008333333333325544,
    0.0013888888888883327,
    0.00019841269876864356,
    2.4801587327007187E-5,
    2.755725283351691E-6,
    2.75572718102198E-7,
    2.5106274733573296E-8,
    2.0915442297780116E-9
  };

  private static final double MILLS_SHIFT = 5;

  /** P in {@link #lowerTail}. */
  private static final double[] MILLS = {
    0.769193049750063,
    -0.6653825028900568,
    0.4953056159699761,
    -0.31353315667128745,
    0.16502036617040755,
    -0.06911863870687827,
    0.020795066799251923,
    -0.0029933767618711546,
    -0.0007978693892060231,
    0.0005448989928207337,
    -5.937580789806318E-5,
    -4.9762456719378356E-5,
    1.668164148733726E-5,
    3.979807458462373E-6,
    -2.770724172517054E-6,
    -3.345807048082705E-7,
    4.3629597769055444E-7,
    4.0188502351482565E-8,
    -7.014151855271518E-8,
    -8.56412008240974E-9,
    1.0793477810959656E-8,
    2.2231550232580247E-9,
    -1.158706706841708E-9,
    -3.8115912168599914E-10
  };

  // What rounding took from the first two.
  private static final double MILLS_0_REST = -1.4217422369515576E-17;
  private static final double MILLS_1_REST = -3.631102861093451E-18;

  private ElementaryFunctions() {}

  /** {@code tanh x}, through {@code e^{2|x|} − 1}, which keeps its digits near 0. */
  public static double tanh(double x) {
    double grown = Math.expm1(2 * Math.min(Math.abs(x), 22));
    double whole = grown + 2;
    double lost = grown - (whole - 2);
    double quotient = grown / whole;
    return Math.copySign(quotient - quotient * (lost / whole), x);
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

  /** {@code z σ(kz)} for a positive k: swish for {@code k = 1}. */
  public static double swish(double sharpness, double z) {
    // z e^z is 0 from −756 on.
    double far = Math.max(-Math.abs(z), -756 / sharpness);
    double u = far * sharpness;
    double v = Math.fma(far, sharpness, -u);
    double n = Math.rint(u * LOG2_E);
    double high = powerless(u, v, n);
    double low = powerlessRest(u, v, n, high);
    double e = Math.scalb(high, (int) n);
    double whole = 1 + e;
    double lost = e - (whole - 1) + Math.scalb(low, (int) n);
    double above = z < 0 ? high : 1;
    double quotient = above / whole;
    double rest = Math.fma(-quotient, whole, above) + (z < 0 ? low : 0) - quotient * lost;
    // The power of 2 comes last: e may be too small for all its digits where z e is not.
    double inside = Math.max(z, far);
    // The rest is 0 far out, and an infinity times 0 would be NaN.
    double held = Math.min(inside, 756 / sharpness);
    return Math.scalb(Math.fma(inside, quotient, held * (rest / whole)), z < 0 ? (int) n : 0);
  }

  /** {@code z Φ(z)}, the exact GELU. */
  public static double gelu(double z) {
    double far = Math.min(Math.abs(z), 40);
    return Math.max(z, 0) - lowerTail(far, far);
  }

  /**
   * The standard normal distribution function {@code Φ(z) = ½ erfc(−z/√2)}, to its last digits in
   * the lower tail as well.
   */
  public static double normalDistribution(double z) {
    double tail = lowerTail(Math.min(Math.abs(z), 40), 1);
    return Double.isNaN(z) || z < 0 ? tail : 1 - tail;
  }

  /**
   * {@code f Φ(−a) = f e^(−a²/2) P(t)/w} for {@code a ≥ 0}, with {@code w = a + k}, {@code t = 1 −
   * 2k/w} and P smooth.
   *
   * <p>Three things would cost digits and are carried along: what rounding takes from w and 1/w and
   * thereby from t, what it takes from the last two steps of P, and what it takes from a² and the
   * exponential. Of P′, which turns the loss in t into one in P, a few digits do: {@code P′ = (P +
   * w (a P − w/√2π)) w/2k}, from {@code φ′ = −a φ}.
   */
  private static double lowerTail(double a, double factor) {
    double square = a * a;
    double u = -square / 2;
    double v = Math.fma(a, a, -square) / -2;
    double n = Math.rint(u * LOG2_E);
    double e = powerless(u, v, n);
    double eRest = powerlessRest(u, v, n, e);

    double w = a + MILLS_SHIFT;
    double reciprocal = 1 / w;
    double wrong = Math.fma(-reciprocal, w, 1) - reciprocal * lost(a, MILLS_SHIFT, w);
    double step = 2 * MILLS_SHIFT * reciprocal;
    double t = 1 - step;
    double lostOfT = (1 - t - step) - Math.fma(2 * MILLS_SHIFT, reciprocal, -step) - step * wrong;

    double q = MILLS[MILLS.length - 1];
    for (int i = MILLS.length - 2; i >= 2; i--) {
      q = q * t + MILLS[i];
    }
    double product = q * t;
    double rest = Math.fma(q, t, -product) + MILLS_1_REST;
    q = product + MILLS[1];
    rest += lost(product, MILLS[1], q);
    product = q * t;
    rest = Math.fma(q, t, -product) + MILLS_0_REST + rest * t;
    q = product + MILLS[0];
    rest += lost(product, MILLS[0], q);
    rest += (q + w * (a * q - w * DENSITY)) * w / (2 * MILLS_SHIFT) * lostOfT;

    double ratio = q * reciprocal;
    double ratioRest = Math.fma(q, reciprocal, -ratio) + rest * reciprocal + ratio * wrong;
    double high = ratio * e;
    double low = Math.fma(ratio, e, -high) + ratio * eRest + ratioRest * e;
    return Math.scalb(Math.fma(factor, high, factor * low), (int) n);
  }

  /** What rounding took from {@code sum = x + y}. */
  private static double lost(double x, double y, double sum) {
    double part = sum - x;
    return (x - (sum - part)) + (y - part);
  }

  /** {@code e^(u + v) / 2ⁿ} for u near {@code n ln 2} and a much smaller v. */
  private static double powerless(double u, double v, double n) {
    return 1 + expm1(remainder(u, v, n));
  }

  /** The digits that {@link #powerless} has no room for. */
  private static double powerlessRest(double u, double v, double n, double high) {
    double r = remainder(u, v, n);
    double large = Math.fma(n, -LN2_SHORT, u);
    return 1 - high + expm1(r) + (Math.fma(n, -LN2_REST, v) - (r - large));
  }

  private static double remainder(double u, double v, double n) {
    // The first term is exact.
    return Math.fma(n, -LN2_SHORT, u) + Math.fma(n, -LN2_REST, v);
  }

  private static double expm1(double r) {
    double q = EXPM1[EXPM1.length - 1];
    for (int i = EXPM1.length - 2; i >= 0; i--) {
      q = q * r + EXPM1[i];
    }
    return r + r * r * q;
  }

  /** The density of the standard normal distribution, {@code φ(z) = e^{−z²/2}/√(2π)}. */
  public static double normalDensity(double z) {
    double square = z * z;
    double rest = Double.isInfinite(square) ? 0 : Math.fma(z, z, -square);
    double decayed = Math.exp(-square / 2);
    return (decayed - decayed * rest / 2) * DENSITY;
  }
}
