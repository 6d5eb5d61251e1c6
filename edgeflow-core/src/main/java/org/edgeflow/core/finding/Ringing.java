package org.edgeflow.core.finding;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/**
 * How an oscillation's amplitude rings after the onset of the edge: the first two times that it has
 * grown to a maximum and fallen again. Amplitude and sharpness ring together, a quarter of a period
 * apart; small loops turn with {@code ω = η√(2α)} (arXiv 2209.15594), {@code α = −∇L·∇S}. What
 * falls or rises by less than a quarter is taken for a ripple.
 */
public final class Ringing implements Snapshot.Part {
  private static final double RIPPLE = 1.25;

  private final double[] peaks = new double[2];
  private final long[] steps = {-1, -1};
  private int found;
  private boolean falling;
  private double extreme = Double.NaN;
  private long at = -1;

  /** Takes one step's amplitude, from the onset on; NaN: not known. */
  public void observe(long step, double amplitude) {
    if (found == peaks.length || Double.isNaN(amplitude)) {
      return;
    }
    if (Double.isNaN(extreme) || (falling ? amplitude < extreme : amplitude > extreme)) {
      extreme = amplitude;
      at = step;
    } else if (falling ? amplitude > RIPPLE * extreme : amplitude < extreme / RIPPLE) {
      if (!falling) {
        peaks[found] = extreme;
        steps[found] = at;
        found++;
      }
      falling = !falling;
      extreme = amplitude;
      at = step;
    }
  }

  /** Forgets all. */
  public void clear() {
    found = 0;
    falling = false;
    extreme = Double.NaN;
    at = -1;
  }

  /** The steps from the first maximum to the second; NaN where there is no second. */
  public double period() {
    return found < 2 ? Double.NaN : steps[1] - steps[0];
  }

  /** The second maximum over the first; NaN where there is none. */
  public double decay() {
    return found < 2 ? Double.NaN : peaks[1] / peaks[0];
  }

  /**
   * The period of small loops, {@code 2π/(η√(2α)) = 2π/√(2ηṠ)}, since sharpness on its way to the
   * edge grows by {@code Ṡ = ηα} an iteration.
   *
   * @param learningRate η
   * @param growth Ṡ
   * @return NaN where it does not grow
   */
  public static double period(double learningRate, double growth) {
    return growth > 0 ? 2 * Math.PI / Math.sqrt(2 * learningRate * growth) : Double.NaN;
  }

  @Override
  public void visit(Fields fields) {
    fields.elements("ringing_peaks", peaks);
    long[] counts = {steps[0], steps[1], found, falling ? 1 : 0, at};
    fields.counts("ringing", counts);
    steps[0] = counts[0];
    steps[1] = counts[1];
    found = (int) Math.max(0, Math.min(peaks.length, counts[2]));
    falling = counts[3] != 0;
    at = counts[4];
    extreme = fields.number("ringing_extreme", extreme);
  }
}
