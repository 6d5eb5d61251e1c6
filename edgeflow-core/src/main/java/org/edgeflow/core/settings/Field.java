package org.edgeflow.core.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  /** The fields of a record, in order. */
  public static List<Field> of(Class<? extends Record> settings) {
    return Arrays.stream(settings.getRecordComponents()).map(Field::of).toList();
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

  /** The type in a user's words: {@code integer}, {@code one of tanh, relu}, {@code list of …}. */
  public String typeName() {
    return typeName(type);
  }

  static String typeName(Type type) {
    if (type instanceof ParameterizedType list) {
      return "list of " + typeName(list.getActualTypeArguments()[0]);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isEnum()) {
      return "one of " + String.join(", ", names(raw));
    }
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return "integer";
    }
    if (raw == double.class || raw == Double.class) {
      return "number";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (raw == Path.class) {
      return "path";
    }
    if (raw == String.class) {
      return "text";
    }
    if (raw == Node.class) {
      return "section";
    }
    throw new IllegalStateException("a setting cannot have type " + type);
  }

  static List<String> names(Class<?> enumeration) {
    return Arrays.stream(enumeration.getEnumConstants())
        .map(constant -> Spelling.kebab(((Enum<?>) constant).name()))
        .toList();
  }
}
