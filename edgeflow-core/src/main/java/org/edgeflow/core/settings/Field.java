package org.edgeflow.core.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One key of a settings record: what {@code describe} prints and what the decoder obeys.
 *
 * @param key its name in a config
 * @param type the Java type; for an {@code Optional}, the type inside
 * @param optional whether it may be absent without a default
 * @param setting its documentation and limits
 */
public record Field(String key, Type type, boolean optional, Setting setting) {

  /** The fields of a record, in order; those of a record in it stand in its place. */
  public static List<Field> of(Class<? extends Record> settings) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : settings.getRecordComponents()) {
      if (component.getType().isRecord()) {
        fields.addAll(of(component.getType().asSubclass(Record.class)));
      } else {
        fields.add(of(component));
      }
    }
    return fields;
  }

  private static Field of(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(
          component.getDeclaringRecord().getName() + "." + component.getName() + " lacks @Setting");
    }
    Type type = component.getGenericType();
    boolean optional = component.getType() == Optional.class;
    return new Field(
        Spelling.kebab(component.getName()),
        optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type,
        optional,
        setting);
  }

  /** Whether a config must give it. */
  public boolean required() {
    return !optional && setting.byDefault().isEmpty();
  }

  /** What a value is that is neither a list nor a section. */
  public enum SimpleType {
    /** A whole number. */
    INTEGER("integer"),
    /** A number. */
    NUMBER("number"),
    /** True or false. */
    TRUTH("true or false"),
    /** A file or folder. */
    PATH("path"),
    /** Any text. */
    TEXT("text"),
    /** One of an enum's constants. */
    CHOICE("one of");

    private final String words;

    SimpleType(String words) {
      this.words = words;
    }
  }

  private static final Map<Class<?>, SimpleType> SIMPLE_TYPES =
      Map.of(
          int.class, SimpleType.INTEGER,
          Integer.class, SimpleType.INTEGER,
          long.class, SimpleType.INTEGER,
          Long.class, SimpleType.INTEGER,
          double.class, SimpleType.NUMBER,
          Double.class, SimpleType.NUMBER,
          boolean.class, SimpleType.TRUTH,
          Boolean.class, SimpleType.TRUTH,
          Path.class, SimpleType.PATH,
          String.class, SimpleType.TEXT);

  /**
   * What a value of a type is.
   *
   * @throws IllegalStateException if no setting can have that type
   */
  public static SimpleType simpleType(Type type) {
    SimpleType simple =
        type instanceof Class<?> raw && raw.isEnum() ? SimpleType.CHOICE : SIMPLE_TYPES.get(type);
    if (simple == null) {
      throw new IllegalStateException("a setting cannot have type " + type);
    }
    return simple;
  }

  /** The type in a user's words: {@code integer}, {@code one of tanh, relu}, {@code list of …}. */
  public String typeName() {
    return typeName(type);
  }

  static String typeName(Type type) {
    if (type instanceof ParameterizedType list) {
      return "list of " + typeName(list.getActualTypeArguments()[0]);
    }
    if (type == Node.class) {
      return "section";
    }
    SimpleType simple = simpleType(type);
    return simple == SimpleType.CHOICE
        ? simple.words + " " + String.join(", ", names((Class<?>) type))
        : simple.words;
  }

  /** The constants of an enum as a config writes them. */
  public static List<String> names(Class<?> enumeration) {
    return Arrays.stream(enumeration.getEnumConstants())
        .map(constant -> Spelling.kebab(((Enum<?>) constant).name()))
        .toList();
  }
}
