package org.edgeflow.core.finding;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A number for each {@link Figure}; NaN for one that was not found. Immutable. */
public final class Figures {
  private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

  private Figures() {}

  /** What a function says of each. */
  public static Figures of(ToDoubleFunction<Figure> source) {
    Figures figures = new Figures();
    for (Figure figure : Figure.values()) {
      figures.values.put(figure, source.applyAsDouble(figure));
    }
    return figures;
  }

  /** One of them; NaN if it was not found. */
  public double get(Figure figure) {
    return values.get(figure);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Figures figures && values.equals(figures.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
