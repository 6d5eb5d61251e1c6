package org.edgeflow.core.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a config section into a settings record, and back. Decoding reports every problem it finds,
 * each with its place: unknown keys with the nearest valid one, missing keys, wrong types, values
 * out of range, and whatever the record's own constructor refuses.
 */
public final class Decoder {
  private final Problems problems;

  /** Reports into {@code problems}. */
  public Decoder(Problems problems) {
    this.problems = problems;
  }

  /** Decodes one section, or throws everything that is wrong with it. */
  public static <R extends Record> R decode(Node.Mapping section, Class<R> type) {
    Problems problems = new Problems();
    R result = new Decoder(problems).decode(section, type, "").orElse(null);
    problems.throwIfAny();
    return result;
  }

  /**
   * Decodes one section.
   *
   * @param path where the section stands in the config ("record"), for messages; empty at the top
   * @return empty if a problem was reported
   */
  public <R extends Record> Optional<R> decode(Node.Mapping section, Class<R> type, String path) {
    return decode(section, type, path, List.of());
  }

  /**
   * Decodes one section of which others read some keys.
   *
   * @param reserved the keys that others read
   */
  public <R extends Record> Optional<R> decode(
      Node.Mapping section, Class<R> type, String path, List<String> reserved) {
    List<Field> fields = Field.of(type);
    List<String> keys = new ArrayList<>(fields.stream().map(Field::key).toList());
    keys.addAll(reserved);
    boolean sound = true;
    for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        problems.add(
            entry.getValue().origin(),
            "unknown key '"
                + Excerpt.of(join(path, entry.getKey()))
                + "'."
                + Spelling.hint(entry.getKey(), keys)
                + (keys.isEmpty()
                    ? " No keys are known here."
                    : " Known here: " + String.join(", ", keys) + "."));
        sound = false;
      }
    }
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = value(fields.get(i), section, path);
      } catch (BadValue bad) {
        problems.add(bad.origin, bad.getMessage());
        sound = false;
      }
    }
    return sound
        ? construct(type, Arrays.asList(values).iterator(), section.origin(), path)
        : Optional.empty();
  }

  private static Object value(Field field, Node.Mapping section, String path) {
    Node node = section.entries().get(field.key());
    String where = join(path, field.key());
    if (node == null) {
      if (field.optional()) {
        return Optional.empty();
      }
      if (field.required()) {
        throw new BadValue(
            section.origin(),
            "missing key '" + where + "' (" + field.typeName() + "): " + field.setting().value());
      }
      node = defaultNode(field, section.origin());
    }
    Object value = convert(node, field.type(), where);
    checkRange(value, field.setting(), node, where);
    return field.optional() ? Optional.of(value) : value;
  }

  private static Node defaultNode(Field field, Origin origin) {
    String text = field.setting().byDefault();
    if (field.type() instanceof ParameterizedType) {
      String inside = text.substring(text.indexOf('[') + 1, text.lastIndexOf(']')).strip();
      List<Node> items = new ArrayList<>();
      for (String item : inside.isEmpty() ? new String[0] : inside.split("\\s*,\\s*")) {
        items.add(new Node.Scalar(item, false, origin));
      }
      return new Node.Sequence(items, origin);
    }
    return new Node.Scalar(text, false, origin);
  }

  private static Object convert(Node node, Type type, String where) {
    if (type instanceof ParameterizedType list) {
      if (!(node instanceof Node.Sequence sequence)) {
        throw wrong(node, type, where);
      }
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        items.add(
            convert(
                sequence.items().get(i), list.getActualTypeArguments()[0], where + "[" + i + "]"));
      }
      return List.copyOf(items);
    }
    if (type == Node.class) {
      return node;
    }
    if (!(node instanceof Node.Scalar scalar)) {
      throw wrong(node, type, where);
    }
    return convert(scalar, (Class<?>) type, where);
  }

  private static Object convert(Node.Scalar scalar, Class<?> type, String where) {
    String text = scalar.text();
    if (text.isEmpty() && !scalar.quoted()) {
      throw wrong(scalar, type, where);
    }
    try {
      if (type == String.class) {
        return text;
      }
      if (type == Path.class) {
        return scalar.origin().directory().resolve(text).normalize();
      }
      if (scalar.quoted() && !type.isEnum()) {
        throw wrong(scalar, type, where);
      }
      if (type == int.class || type == Integer.class) {
        return Integer.parseInt(integer(text));
      }
      if (type == long.class || type == Long.class) {
        return Long.parseLong(integer(text));
      }
      if (type == double.class || type == Double.class) {
        return number(scalar, where);
      }
      if (type == boolean.class || type == Boolean.class) {
        return truth(scalar, where);
      }
      return constant(scalar, type, where);
    } catch (InvalidPathException e) {
      throw PathEncoding.refused(e)
          ? new BadValue(
              scalar.origin(), "'" + where + "' is " + scalar.kind() + ": " + PathEncoding.advice())
          : wrong(scalar, type, where);
    } catch (NumberFormatException e) {
      throw wrong(scalar, type, where);
    }
  }

  // Java also reads the digits of other scripts, which to most readers are no number.
  private static String integer(String text) {
    String plain = text.replace("_", "");
    if (!plain.matches("[-+]?[0-9]+")) {
      throw new NumberFormatException(text);
    }
    return plain;
  }

  private static double number(Node.Scalar scalar, String where) {
    String text = scalar.text().replace("_", "");
    // Java also reads 1d, 0x1p3 and NaN; YAML users mean none of them.
    if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      throw wrong(scalar, double.class, where);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw wrong(scalar, double.class, where);
    }
    return value;
  }

  private static boolean truth(Node.Scalar scalar, String where) {
    return switch (scalar.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(scalar, boolean.class, where);
    };
  }

  private static Object constant(Node.Scalar scalar, Class<?> type, String where) {
    List<String> names = Field.names(type);
    int index = names.indexOf(scalar.text());
    if (index < 0) {
      throw new BadValue(
          scalar.origin(),
          "'"
              + where
              + "' is '"
              + Excerpt.of(scalar.text())
              + "', expected "
              + Field.typeName(type)
              + "."
              + Spelling.hint(scalar.text(), names));
    }
    return type.getEnumConstants()[index];
  }

  private static void checkRange(Object value, Setting setting, Node node, String where) {
    if (value instanceof List<?> items) {
      for (Object item : items) {
        checkRange(item, setting, node, where);
      }
    } else if (value instanceof Number number) {
      double x = number.doubleValue();
      String bound = null;
      if (x < setting.atLeast()) {
        bound = "at least " + tidy(setting.atLeast());
      } else if (x <= setting.above()) {
        bound = "larger than " + tidy(setting.above());
      } else if (x > setting.atMost()) {
        bound = "at most " + tidy(setting.atMost());
      }
      if (bound != null) {
        throw new BadValue(
            node.origin(), "'" + where + "' is " + number + ", expected a value " + bound + ".");
      }
    }
  }

  private static String tidy(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }

  /** Takes the values of the record's fields, in their order. */
  private <R extends Record> Optional<R> construct(
      Class<R> type, Iterator<Object> values, Origin origin, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    boolean sound = true;
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
      if (types[i].isRecord()) {
        Optional<? extends Record> inner =
            construct(types[i].asSubclass(Record.class), values, origin, path);
        sound &= inner.isPresent();
        arguments[i] = inner.orElse(null);
      } else {
        arguments[i] = values.next();
      }
    }
    return sound ? constructed(type, types, arguments, origin, path) : Optional.empty();
  }

  private <R extends Record> Optional<R> constructed(
      Class<R> type, Class<?>[] types, Object[] arguments, Origin origin, String path) {
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        problems.add(origin, (path.isEmpty() ? "" : "'" + path + "': ") + refused.getMessage());
        return Optional.empty();
      }
      throw new IllegalStateException(type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  /** The section that decodes into an equal record: every default filled in. */
  public static Node.Mapping encode(Record settings, Origin origin) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value;
      try {
        component.getAccessor().setAccessible(true);
        value = component.getAccessor().invoke(settings);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
      if (value instanceof Optional<?> optional) {
        if (optional.isEmpty()) {
          continue;
        }
        value = optional.get();
      }
      if (component.getType().isRecord()) {
        Record shared = (Record) value;
        entries.putAll(encode(shared, origin).entries());
      } else {
        entries.put(Spelling.kebab(component.getName()), encode(value, origin));
      }
    }
    return new Node.Mapping(entries, origin);
  }

  private static Node encode(Object value, Origin origin) {
    if (value instanceof Node node) {
      return node;
    }
    if (value instanceof List<?> list) {
      return new Node.Sequence(list.stream().map(item -> encode(item, origin)).toList(), origin);
    }
    if (value instanceof Enum<?> constant) {
      return new Node.Scalar(Spelling.kebab(constant.name()), false, origin);
    }
    if (value instanceof Path path) {
      return new Node.Scalar(path.toAbsolutePath().normalize().toString(), true, origin);
    }
    return new Node.Scalar(value.toString(), value instanceof String, origin);
  }

  private static BadValue wrong(Node node, Type type, String where) {
    return new BadValue(
        node.origin(),
        "'" + where + "' is " + node.kind() + ", expected " + article(Field.typeName(type)) + ".");
  }

  private static String article(String noun) {
    if (noun.startsWith("one of") || noun.startsWith("true") || noun.equals("text")) {
      return noun;
    }
    return (noun.startsWith("i") ? "an " : "a ") + noun;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static final class BadValue extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Origin origin;

    BadValue(Origin origin, String message) {
      super(message);
      this.origin = origin;
    }
  }
}
