package org.edgeflow.bench.scaling;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was found along one axis.
 *
 * @param axis which
 * @param costs at two sizes or more, in their order
 */
record Growth(Axis axis, List<StepCost> costs) {
  private static final double MILLIS = 1e3;
  private static final double MEGA = 1e6;

  PowerLaw time() {
    return law(StepCost::seconds);
  }

  PowerLaw memory() {
    return law(StepCost::memory);
  }

  PowerLaw working() {
    return law(StepCost::working);
  }

  private PowerLaw law(ToDoubleFunction<StepCost> quantity) {
    return PowerLaw.fit(
        costs.stream().mapToDouble(StepCost::size).toArray(),
        costs.stream().mapToDouble(quantity).toArray());
  }

  /** A row of a table for each size, and the exponents under their columns. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "| %11s | %10s | %9s | %10s | %16s |%n|%s|%s|%s|%s|%s|%n",
            axis.label(),
            "parameters",
            "step, ms",
            "memory, MB",
            "beside data, MB",
            "-".repeat(13),
            "-".repeat(12),
            "-".repeat(11),
            "-".repeat(12),
            "-".repeat(18)));
    for (StepCost cost : costs) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %11d | %10d | %9.4g | %10.4g | %16.4g |%n",
              cost.size(),
              cost.parameters(),
              cost.seconds() * MILLIS,
              cost.memory() / MEGA,
              cost.working() / MEGA));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "time ~ %s^%s, memory ~ %s^%s, beside the data ~ %s^%s%n",
            axis.label(),
            told(time()),
            axis.label(),
            told(memory()),
            axis.label(),
            told(working())));
    return text.toString();
  }

  private static String told(PowerLaw law) {
    String exponent = String.format(Locale.ROOT, "%.2f", law.exponent());
    return Double.isNaN(law.error())
        ? exponent
        : exponent + String.format(Locale.ROOT, " (+- %.2f)", law.error());
  }
}
