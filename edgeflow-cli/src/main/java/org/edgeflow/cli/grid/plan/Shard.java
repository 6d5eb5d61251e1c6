package org.edgeflow.cli.grid.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * One of n parts of a grid. A run's place in the grid alone decides to which it belongs, so every
 * part can be run anywhere, at any time and again.
 *
 * @param number from 1 to {@code of}
 * @param of how many parts there are
 */
public record Shard(int number, int of) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

  /** The whole grid. */
  public static final Shard WHOLE = new Shard(1, 1);

  /**
   * Reads {@code i/n}.
   *
   * @throws ConfigException if it is none
   */
  public static Shard parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      Shard shard = new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
      if (shard.number >= 1 && shard.number <= shard.of) {
        return shard;
      }
    }
    throw new ConfigException(
        "--shard "
            + Excerpt.of(text)
            + ": expected i/n with i from 1 to n, as in --shard 3/8. An array job counted from 1"
            + " gives --shard $SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT.");
  }

  /** Whether the run of this place belongs to it. */
  public boolean contains(int index) {
    return index % of == number - 1;
  }

  /** Whether it is all of the grid. */
  public boolean isWhole() {
    return of == 1;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
