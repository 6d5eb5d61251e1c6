package org.edgeflow.cli.reproduction.claim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.settings.Spelling;

/** One number that a claim reads from its runs, as its file writes it. */
public record Reading(
    @Setting("The run, by its name under 'runs'.") String run,
    @Setting("The model; left out: the optimizer itself.") Optional<String> model,
    @Setting("The column of its trajectory, as its CSV has it.") Optional<String> column,
    @Setting("Or the figure of summary.json, as that file has it.") Optional<String> figure,
    @Setting(value = "What is taken of the column's rows.", byDefault = "last") Take take,
    @Setting("What step-above, step-below, crossings and period compare with.")
        Optional<Double> level,
    @Setting(
            value = "The first step taken; negative: counted from the end.",
            byDefault = "0",
            unit = "GD iterations")
        long from,
    @Setting(value = "The last step taken; left out: the end.", unit = "GD iterations")
        Optional<Long> to,
    @Setting(
            value = "What becomes of the numbers of a varied run; only: there is one.",
            byDefault = "only")
        Over over) {

  /** How the numbers of a varied run become one. */
  public enum Over {
    /** There is one. */
    ONLY,
    /** Their mean. */
    MEAN,
    /** Their median. */
    MEDIAN,
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN,
    /** The largest divided by the smallest. */
    RATIO,
    /** Their slope against what is varied. */
    SLOPE,
    /** The slope of their logarithm against that of what is varied. */
    EXPONENT
  }

  /** Refuses what contradicts itself. */
  public Reading {
    int sources = (column.isPresent() ? 1 : 0) + (figure.isPresent() ? 1 : 0);
    if (sources != (take.readsNumbers() ? 1 : 0)) {
      throw new IllegalArgumentException(
          take.readsNumbers()
              ? "give either a 'column' or a 'figure'."
              : "this 'take' reads no column and no figure.");
    }
    if (take.needsLevel() && level.isEmpty()) {
      throw new IllegalArgumentException("this 'take' compares with a 'level', which is missing.");
    }
    figure.ifPresent(Reading::figure);
  }

  private static Figure figure(String key) {
    List<String> keys = Arrays.stream(Figure.values()).map(Figure::key).toList();
    int index = keys.indexOf(key);
    if (index < 0) {
      throw new IllegalArgumentException(
          "there is no figure '"
              + key
              + "'."
              + Spelling.hint(key, keys)
              + " Figures: "
              + String.join(", ", keys)
              + ".");
    }
    return Figure.values()[index];
  }

  /** The figure that is read, if one is. */
  public Optional<Figure> chosenFigure() {
    return figure.map(Reading::figure);
  }
}
