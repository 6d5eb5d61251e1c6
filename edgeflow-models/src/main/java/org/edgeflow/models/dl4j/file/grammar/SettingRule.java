package org.edgeflow.models.dl4j.file.grammar;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may stand at a name in a DL4J configuration.
 *
 * @param shape what its value looks like
 * @param types for an object, what its class must be; null for others
 * @param refusal why any other value than a neutral one is refused; null where values are honoured,
 *     or have no bearing on the loss
 */
record SettingRule(Shape shape, NetworkTypes types, String refusal) {
  private static final BigDecimal LARGEST_SIZE = BigDecimal.valueOf(4096);
  private static final BigDecimal LARGEST_COUNT = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final BigDecimal LARGEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal LARGEST_DOUBLE = BigDecimal.valueOf(Double.MAX_VALUE);

  /** What a value looks like. Everything but numbers of layers may be null. */
  enum Shape {
    TEXT("text"),
    FLAG("true or false"),
    NUMBER("a number"),
    WHOLE("a whole number"),
    COUNT("a whole number from 0 to 2147483647"),
    SIZE("a whole number from 0 to 4096"),
    POSITIVE_PAIR("a list of two whole numbers from 1 to 4096"),
    MARGINS("a list of two or four whole numbers, or of two pairs, from 0 to 4096"),
    WHOLES("a list of at most eight whole numbers"),
    TEXTS("a list of texts"),
    EXTENTS("weightParams and biasParams as DL4J writes them: a list of whole numbers for each"),
    ARRAY("an array as DL4J writes it: data type, shape and data"),
    OBJECT("an object with its @class"),
    OBJECTS("a list of objects with their @class"),
    NOTHING("none, or null"),
    ANYTHING("anything");

    private final String expected;

    Shape(String expected) {
      this.expected = expected;
    }
  }

  static SettingRule of(Shape shape) {
    return new SettingRule(shape, null, null);
  }

  static SettingRule of(NetworkTypes types) {
    return new SettingRule(Shape.OBJECT, types, null);
  }

  static SettingRule refusing(String refusal) {
    return new SettingRule(Shape.ANYTHING, null, refusal);
  }

  /** What is wrong with a value's looks, if anything. */
  Optional<String> objection(Object value) {
    return value == null || fits(value)
        ? Optional.empty()
        : Optional.of("is " + JsonTree.kind(value) + ", expected " + shape.expected);
  }

  private boolean fits(Object value) {
    return switch (shape) {
      case TEXT -> value instanceof String;
      case FLAG -> value instanceof Boolean;
      // DL4J writes an unset number as a text.
      case NUMBER -> "NaN".equals(value) || within(value, LARGEST_DOUBLE.negate(), LARGEST_DOUBLE);
      case WHOLE -> whole(value, LARGEST_LONG.negate(), LARGEST_LONG);
      case COUNT -> whole(value, BigDecimal.ZERO, LARGEST_COUNT);
      case SIZE -> whole(value, BigDecimal.ZERO, LARGEST_SIZE);
      case POSITIVE_PAIR -> sizes(value, BigDecimal.ONE, 2);
      case MARGINS ->
          sizes(value, BigDecimal.ZERO, 2)
              || sizes(value, BigDecimal.ZERO, 4)
              || value instanceof List<?> list
                  && list.size() == 2
                  && list.stream().allMatch(one -> sizes(one, BigDecimal.ZERO, 2));
      case WHOLES ->
          value instanceof List<?> list
              && list.size() <= 8
              && list.stream().allMatch(one -> whole(one, LARGEST_COUNT.negate(), LARGEST_COUNT));
      case TEXTS ->
          value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
      case EXTENTS ->
          value instanceof Map<?, ?> kinds
              && kinds.values().stream()
                  .allMatch(kind -> kind instanceof Map<?, ?> all && isExtents(all));
      case ARRAY -> value instanceof Map<?, ?> array && isArray(array);
      case OBJECT -> value instanceof Map;
      case OBJECTS ->
          value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance);
      case NOTHING -> false;
      case ANYTHING -> true;
    };
  }

  private static boolean isExtents(Map<?, ?> all) {
    return all.values().stream()
        .allMatch(
            extents ->
                extents instanceof List<?> list
                    && list.size() <= 8
                    && list.stream().allMatch(one -> whole(one, BigDecimal.ONE, LARGEST_COUNT)));
  }

  private static boolean isArray(Map<?, ?> array) {
    if (!array.keySet().equals(java.util.Set.of("dataType", "shape", "data"))
        || !(array.get("dataType") instanceof String)
        || !(array.get("shape") instanceof List<?> shape)
        || !(array.get("data") instanceof List<?> data)
        || !shape.stream().allMatch(one -> whole(one, BigDecimal.ZERO, LARGEST_COUNT))
        || !data.stream().allMatch(BigDecimal.class::isInstance)) {
      return false;
    }
    BigDecimal size = BigDecimal.ONE;
    for (Object extent : shape) {
      size = size.multiply((BigDecimal) extent);
    }
    return shape.size() <= 8 && size.compareTo(BigDecimal.valueOf(data.size())) == 0;
  }

  private static boolean sizes(Object value, BigDecimal least, int count) {
    return value instanceof List<?> list
        && list.size() == count
        && list.stream().allMatch(one -> whole(one, least, LARGEST_SIZE));
  }

  private static boolean whole(Object value, BigDecimal least, BigDecimal most) {
    return within(value, least, most) && ((BigDecimal) value).stripTrailingZeros().scale() <= 0;
  }

  private static boolean within(Object value, BigDecimal least, BigDecimal most) {
    return value instanceof BigDecimal number
        && number.compareTo(least) >= 0
        && number.compareTo(most) <= 0;
  }

  /** Whether a value changes nothing. */
  boolean isNeutral(String name, Object value) {
    return switch (name) {
      case "backpropType" -> value == null || value.equals("Standard");
      case "minimize", "backprop" -> value == null || value.equals(true);
      case "gradientNormalization" -> value == null || value.equals("None");
      default ->
          value == null || value.equals(false) || value instanceof List<?> list && list.isEmpty();
    };
  }
}
