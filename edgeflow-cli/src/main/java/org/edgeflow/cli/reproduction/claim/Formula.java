package org.edgeflow.cli.reproduction.claim;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.parser.ParseException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.settings.Spelling;

/** An expression in named readings: {@code ring / (2/eta)}. */
public final class Formula {
  private final String text;
  private final Origin origin;
  private final Set<String> names;

  /**
   * Reads an expression.
   *
   * @param key what it stands under, for messages
   * @param known the names that it may use
   * @throws ConfigException if it is none, or uses another name
   */
  Formula(String key, String text, Origin origin, Set<String> known) {
    this.text = text;
    this.origin = origin;
    try {
      names = new LinkedHashSet<>(new Expression(text).getUndefinedVariables());
    } catch (ParseException e) {
      throw new ConfigException(
          origin
              + ": '"
              + key
              + "' is '"
              + Excerpt.of(text)
              + "', which is no formula: "
              + e.getMessage()
              + ".");
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ConfigException(
            origin
                + ": '"
                + key
                + "' uses '"
                + Excerpt.of(name)
                + "', which is no reading of this claim."
                + Spelling.hint(name, known)
                + " Readings: "
                + String.join(", ", known)
                + ".");
      }
    }
  }

  /** The readings that it uses. */
  public Set<String> names() {
    return names;
  }

  /**
   * Its value.
   *
   * @throws ConfigException if it has none there, as a division by zero
   */
  public double of(Map<String, Double> readings) {
    try {
      Expression expression = new Expression(text);
      for (String name : names) {
        expression.with(name, readings.get(name));
      }
      return expression.evaluate().getNumberValue().doubleValue();
    } catch (EvaluationException | ParseException e) {
      throw new ConfigException(
          origin + ": '" + Excerpt.of(text) + "' has no value: " + e.getMessage() + ".");
    }
  }

  /** As it was written. */
  public String text() {
    return text;
  }
}
