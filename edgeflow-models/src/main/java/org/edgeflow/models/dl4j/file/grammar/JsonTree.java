package org.edgeflow.models.dl4j.file.grammar;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * JSON as plain maps, lists, strings, numbers ({@code BigDecimal}), booleans and null, read token
 * by token with DL4J's own tokenizer, so that both see the same text in the same way.
 */
final class JsonTree {
  private static final int MOST_LEVELS = 64;
  private static final int MOST_DIGITS = 400;
  private static final int LARGEST_EXPONENT = 400;

  private final Deque<Object> open = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private Object root;

  private JsonTree() {}

  /**
   * The object that a text holds.
   *
   * @throws BadNetworkException if it is no JSON object, names a key twice, or goes beyond a limit
   */
  static Map<?, ?> read(String text) {
    JsonFactory factory = new JsonFactory();
    try (JsonParser parser = factory.createParser(text)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      Object root = new JsonTree().value(parser);
      if (!(root instanceof Map<?, ?> object)) {
        throw new BadNetworkException(
            "is JSON, but not a DL4J configuration: it holds "
                + kind(root)
                + ", expected an object");
      }
      if (parser.nextToken() != null) {
        throw new BadNetworkException(
            "goes on after its JSON object has ended, in line "
                + parser.getCurrentLocation().getLineNr());
      }
      return object;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new BadNetworkException(
          "is not JSON: line " + line + ": " + Excerpts.of(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new BadNetworkException("cannot be read: " + e.getMessage(), e);
    }
  }

  private Object value(JsonParser parser) throws IOException {
    do {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new BadNetworkException("is cut off: its JSON is not closed");
      }
      switch (token) {
        case START_OBJECT -> begin(new LinkedHashMap<String, Object>());
        case START_ARRAY -> begin(new ArrayList<>());
        case END_OBJECT, END_ARRAY -> open.pop();
        case FIELD_NAME -> names.push(parser.getCurrentName());
        case VALUE_STRING -> put(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> put(number(parser));
        case VALUE_TRUE -> put(true);
        case VALUE_FALSE -> put(false);
        default -> put(null);
      }
    } while (!open.isEmpty());
    return root;
  }

  private void begin(Object container) {
    if (open.size() == MOST_LEVELS) {
      throw new BadNetworkException(
          "is nested more than " + MOST_LEVELS + " levels deep, which no DL4J configuration is");
    }
    put(container);
    open.push(container);
  }

  @SuppressWarnings("unchecked") // what is on the stack was put there by begin
  private void put(Object value) {
    if (open.isEmpty()) {
      root = value;
    } else if (open.peek() instanceof Map<?, ?> object) {
      ((Map<String, Object>) object).put(names.pop(), value);
    } else {
      ((List<Object>) open.peek()).add(value);
    }
  }

  private static BigDecimal number(JsonParser parser) throws IOException {
    String text = parser.getText();
    // Exact numbers are slow where they are long.
    if (text.length() <= MOST_DIGITS) {
      try {
        BigDecimal number = new BigDecimal(text);
        if (number.signum() == 0
            || Math.abs((long) number.precision() - number.scale()) <= LARGEST_EXPONENT) {
          return number;
        }
      } catch (NumberFormatException e) {
        // An exponent beyond an int's: the same message.
      }
    }
    throw new BadNetworkException(
        "holds a number out of range in line "
            + parser.getTokenLocation().getLineNr()
            + ": "
            + Excerpts.of(text));
  }

  /** What messages call a value's kind. */
  static String kind(Object value) {
    if (value instanceof Map) {
      return "an object";
    } else if (value instanceof List) {
      return "a list";
    } else if (value instanceof String text) {
      return "the text '" + Excerpts.of(text) + "'";
    }
    return Excerpts.of(String.valueOf(value));
  }
}
