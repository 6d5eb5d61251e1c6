package org.edgeflow.cli.reproduction.claim;

import java.util.Arrays;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.Spread;

/** How a curve becomes one number. NaN: the curve does not have it. */
public enum Take {
  /** The first value. */
  FIRST {
    @Override
    public double of(Points points, double level) {
      return points.y(0);
    }
  },
  /** The last value. */
  LAST {
    @Override
    public double of(Points points, double level) {
      return points.y(points.size() - 1);
    }
  },
  /** The mean. */
  MEAN {
    @Override
    public double of(Points points, double level) {
      return Arrays.stream(points.y()).average().orElse(Double.NaN);
    }
  },
  /** The mean of the squares. */
  MEAN_SQUARE {
    @Override
    public double of(Points points, double level) {
      return Arrays.stream(points.y()).map(y -> y * y).average().orElse(Double.NaN);
    }
  },
  /** The median. */
  MEDIAN {
    @Override
    public double of(Points points, double level) {
      return Spread.of(Arrays.stream(points.y())).median();
    }
  },
  /** The largest value. */
  MAX {
    @Override
    public double of(Points points, double level) {
      return Arrays.stream(points.y()).max().orElse(Double.NaN);
    }
  },
  /** The smallest value. */
  MIN {
    @Override
    public double of(Points points, double level) {
      return Arrays.stream(points.y()).min().orElse(Double.NaN);
    }
  },
  /** The slope of the line of least squares, per step. */
  SLOPE {
    @Override
    public double of(Points points, double level) {
      return Line.slope(points.x(), points.y());
    }
  },
  /** The rate of exponential growth: the slope of ln|y|, per step. */
  RATE {
    @Override
    public double of(Points points, double level) {
      return Line.slope(points.x(), Line.logarithms(points.y()));
    }
  },
  /** The exponent of a power of the step: the slope of ln|y| against ln step. */
  EXPONENT {
    @Override
    public double of(Points points, double level) {
      return Line.slope(Line.logarithms(points.x()), Line.logarithms(points.y()));
    }
  },
  /** The first step at which the value is at least the level. */
  STEP_ABOVE {
    @Override
    public double of(Points points, double level) {
      for (int i = 0; i < points.size(); i++) {
        if (points.y(i) >= level) {
          return points.x(i);
        }
      }
      return Double.NaN;
    }
  },
  /** The first step at which the value is at most the level. */
  STEP_BELOW {
    @Override
    public double of(Points points, double level) {
      for (int i = 0; i < points.size(); i++) {
        if (points.y(i) <= level) {
          return points.x(i);
        }
      }
      return Double.NaN;
    }
  },
  /** How often the value rises through the level. */
  CROSSINGS {
    @Override
    public double of(Points points, double level) {
      return Line.crossings(points, level).length;
    }
  },
  /** The mean number of steps between two rises through the level. */
  PERIOD {
    @Override
    public double of(Points points, double level) {
      double[] at = Line.crossings(points, level);
      return at.length < 2 ? Double.NaN : (at[at.length - 1] - at[0]) / (at.length - 1);
    }
  },
  /** The effective sharpness at which the optimizer becomes unstable; 2/η for GD. */
  THRESHOLD {
    @Override
    public double of(Points points, double level) {
      throw new IllegalStateException("a threshold is not read from a curve");
    }
  },
  /** 1 for a trajectory that got to its end, 0 for one that did not. */
  COMPLETED {
    @Override
    public double of(Points points, double level) {
      throw new IllegalStateException("an outcome is not read from a curve");
    }
  };

  /**
   * The number.
   *
   * @param points at least one
   * @param level what {@code step-above} and its like compare with; NaN where none was given
   */
  public abstract double of(Points points, double level);

  /** Whether it is taken of a column's rows or a figure. */
  public boolean readsNumbers() {
    return this != THRESHOLD && this != COMPLETED;
  }

  /** Whether it compares with a level. */
  public boolean needsLevel() {
    return this == STEP_ABOVE || this == STEP_BELOW || this == CROSSINGS || this == PERIOD;
  }
}
