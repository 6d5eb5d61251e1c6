package org.edgeflow.cli.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * An object of a JSON file, asked for its values by key and type. A value of another type is
 * damage: the message names the file, the place in it, and what was expected.
 */
final class JsonObject {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode node;
  private final String place;
  private final Path file;
  private final String remedy;

  private JsonObject(JsonNode node, String place, Path file, String remedy) {
    this.node = node;
    this.place = place;
    this.file = file;
    this.remedy = remedy;
  }

  /**
   * Reads a file that holds one object.
   *
   * @param remedy a sentence that ends every message about this file
   * @throws ConfigException if it holds anything else
   * @throws IOException if it cannot be read
   */
  static JsonObject read(Path file, String remedy) throws IOException {
    try {
      JsonNode node = JSON.readTree(text(file));
      JsonObject object = new JsonObject(node, "", file, remedy);
      if (!node.isObject()) {
        throw object.damaged("expected a JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new ConfigException(
          file
              + ":"
              + line
              + ": not valid JSON ("
              + Excerpt.ofMessage(e.getOriginalMessage())
              + "). "
              + remedy);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not a text file in UTF-8. " + remedy);
    }
  }

  // Given bytes, the parser would guess an encoding from the first of them.
  private static String text(Path file) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
        .toString();
  }

  /** The message for damage: the file, a description without a full stop, the remedy. */
  ConfigException damaged(String description) {
    return new ConfigException(file + ": " + description + ". " + remedy);
  }

  /** A text that has to be there. */
  String text(String key) {
    return textOrNone(key).orElseThrow(() -> wrong(key, "a text"));
  }

  /** A text; empty where it is missing, null or blank. */
  Optional<String> textOrNone(String key) {
    JsonNode value = value(key);
    if (!value.isNull() && !value.isTextual()) {
      throw wrong(key, "a text");
    }
    return Optional.ofNullable(value.textValue()).filter(text -> !text.isBlank());
  }

  /** A finite number; NaN where it is missing or null. */
  double number(String key) {
    JsonNode value = value(key);
    if (!value.isNull() && !(value.isNumber() && Double.isFinite(value.doubleValue()))) {
      throw wrong(key, "a number");
    }
    return value.isNull() ? Double.NaN : value.doubleValue();
  }

  /** An integer; empty where it is missing or null. */
  OptionalLong integerOrNone(String key) {
    JsonNode value = value(key);
    if (!value.isNull() && !(value.canConvertToExactIntegral() && value.canConvertToLong())) {
      throw wrong(key, "an integer");
    }
    return value.isNull() ? OptionalLong.empty() : OptionalLong.of(value.longValue());
  }

  /** A list of objects that has to be there. */
  List<JsonObject> objects(String key) {
    JsonNode list = value(key);
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode item : list) {
      String at = place + key + "[" + objects.size() + "].";
      objects.add(new JsonObject(item, at, file, remedy));
    }
    if (!list.isArray() || !objects.stream().allMatch(object -> object.node.isObject())) {
      throw wrong(key, "a list of objects");
    }
    return objects;
  }

  /** Every value as text, by its path: {@code jdk.version}. */
  Map<String, String> flattened() {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", node, flat);
    return flat;
  }

  private JsonNode value(String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() ? JSON.nullNode() : value;
  }

  private ConfigException wrong(String key, String expected) {
    JsonNode value = node.path(key);
    return damaged(
        "'"
            + place
            + key
            + "' is "
            + (value.isMissingNode()
                ? "missing"
                : value.isContainerNode() ? "nested" : Excerpt.of(value.toString()))
            + ", expected "
            + expected);
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        flatten(key, entry.getValue(), into);
      }
    } else if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(item.isValueNode() ? item.asText() : item.toString()));
      into.put(path, String.join(", ", items));
    } else {
      into.put(path, node.isNull() ? "" : node.asText());
    }
  }
}
