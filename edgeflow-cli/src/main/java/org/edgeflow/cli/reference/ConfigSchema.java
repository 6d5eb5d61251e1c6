package org.edgeflow.cli.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Field;
import org.edgeflow.core.settings.Node;

/**
 * The JSON Schema (draft 7, which editors know best) of a config: what the decoder obeys, for
 * whoever completes and checks YAML while it is typed. It cannot know what a part's own constructor
 * refuses, nor which parts fit each other.
 */
public final class ConfigSchema {
  /** What chooses parts, and of which kind. */
  private static final Map<String, Kind<?>> PARTS =
      Map.of(
          "backend", Kind.BACKEND,
          "optimizer", Kind.OPTIMIZER,
          "dataset", Kind.DATASET,
          "test-dataset", Kind.DATASET,
          "objective", Kind.OBJECTIVE,
          "models", Kind.FLOW,
          "solver", Kind.SOLVER,
          "probes", Kind.PROBE,
          "reports", Kind.REPORTER);

  private static final Map<String, Class<? extends Record>> SECTIONS =
      Map.of(
          "sampling", ExperimentSettings.Sampling.class,
          "stop", ExperimentSettings.Stop.class,
          "record", ExperimentSettings.Recording.class);

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final ObjectNode definitions = json.objectNode();

  private ConfigSchema() {}

  /** The schema of what is plugged in, indented; it ends with a line feed. */
  public static String of(Registry registry) {
    try {
      return new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(new ConfigSchema().config(registry))
          + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode config(Registry registry) {
    ObjectNode schema = json.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "An EdgeFlow config");
    schema.setAll(section(ExperimentSettings.class));
    schema.withObject("/properties").set(GridPlan.KEY, grid());
    schema
        .withObject("/properties")
        .putObject(GridPlan.THREADS)
        .put("description", "For `edgeflow grid`: the threads of each run, as --threads has them.")
        .put("type", "integer")
        .put("minimum", 1);
    // With a grid, a key may have all its values there.
    schema.putObject("if").putObject("not").putArray("required").add(GridPlan.KEY);
    schema.putObject("then").set("required", schema.remove("required"));
    new TreeMap<>(SECTIONS).forEach((key, type) -> definitions.set(key, section(type)));
    for (Kind<?> kind : Kind.all()) {
      definitions.set(kind.label(), choice(kind, registry.parts(kind)));
    }
    schema.set("definitions", definitions);
    return schema;
  }

  /** Lists of values by paths of the config; under {@code zip} once more. */
  private ObjectNode grid() {
    ObjectNode values = json.objectNode();
    values
        .putArray("oneOf")
        .add(json.objectNode().put("type", "array").put("minItems", 1))
        .add(json.objectNode().put("type", "string").put("pattern", "^-?[0-9]+\\.\\.-?[0-9]+$"));
    ObjectNode grid = json.objectNode();
    grid.put(
        "description",
        "For `edgeflow grid`: keys as --set has them, each with a list of values; a run for every"
            + " combination. [1..10] are ten integers; keys under zip go together.");
    grid.put("type", "object");
    grid.put("minProperties", 1);
    grid.putObject("properties")
        .putObject(GridPlan.TOGETHER)
        .put("type", "object")
        .put("minProperties", 2)
        .set("additionalProperties", values);
    grid.set("additionalProperties", values);
    return grid;
  }

  /** A mapping of a record's keys and no others. */
  private ObjectNode section(Class<? extends Record> type) {
    ObjectNode section = json.objectNode();
    section.put("type", "object");
    section.put("additionalProperties", false);
    ObjectNode properties = json.objectNode();
    ArrayNode required = json.arrayNode();
    for (Field field : Field.of(type)) {
      properties.set(field.key(), property(field));
      if (field.required()) {
        required.add(field.key());
      }
    }
    section.set("properties", properties);
    section.set("required", required);
    return section;
  }

  private ObjectNode property(Field field) {
    ObjectNode property = json.objectNode();
    String unit = field.setting().unit();
    property.put(
        "description", field.setting().value() + (unit.isEmpty() ? "" : " Unit: " + unit + "."));
    if (!field.setting().byDefault().isEmpty()) {
      property.put("default", field.setting().byDefault());
    }
    // Draft 7 overlooks whatever stands beside a reference.
    ObjectNode value = value(field.type(), field);
    if (value.has("$ref")) {
      property.set("allOf", json.arrayNode().add(value));
    } else {
      property.setAll(value);
    }
    return property;
  }

  private ObjectNode value(Type type, Field field) {
    ObjectNode value = json.objectNode();
    if (type instanceof ParameterizedType list) {
      value.put("type", "array");
      value.set("items", value(list.getActualTypeArguments()[0], field));
      return value;
    }
    if (type == Node.class) {
      return reference(field.key());
    }
    switch (Field.simpleType(type)) {
      case INTEGER -> bounded(value.put("type", "integer"), field);
      case NUMBER -> bounded(value.put("type", "number"), field);
      case TRUTH -> value.put("type", "boolean");
      case CHOICE -> {
        ArrayNode names = json.arrayNode();
        Field.names((Class<?>) type).forEach(names::add);
        value.set("enum", names);
      }
      // A text may look like a number: a name '2024', a noise of 3.
      case TEXT, PATH ->
          value.set("type", json.arrayNode().add("string").add("number").add("boolean"));
    }
    return value;
  }

  private static void bounded(ObjectNode value, Field field) {
    if (field.setting().atLeast() > Double.NEGATIVE_INFINITY) {
      value.put("minimum", field.setting().atLeast());
    }
    if (field.setting().above() > Double.NEGATIVE_INFINITY) {
      value.put("exclusiveMinimum", field.setting().above());
    }
    if (field.setting().atMost() < Double.POSITIVE_INFINITY) {
      value.put("maximum", field.setting().atMost());
    }
  }

  private ObjectNode reference(String key) {
    String definition = PARTS.containsKey(key) ? PARTS.get(key).label() : key;
    if (!PARTS.containsKey(key) && !SECTIONS.containsKey(key)) {
      throw new IllegalStateException("nobody says what the section '" + key + "' holds");
    }
    return json.objectNode().put("$ref", "#/definitions/" + definition);
  }

  /** One part of a kind: its bare name where it requires nothing, or a mapping with its type. */
  private ObjectNode choice(Kind<?> kind, Map<String, ? extends Factory<?, ?>> parts) {
    ArrayNode bare = json.arrayNode();
    ArrayNode names = json.arrayNode();
    ArrayNode byType = json.arrayNode();
    parts.forEach(
        (name, factory) -> {
          names.add(name);
          if (Field.of(factory.settings()).stream().noneMatch(Field::required)) {
            bare.add(name);
          }
          String definition = kind.label() + "." + name;
          definitions.set(definition, part(kind, name, factory));
          ObjectNode chosen = json.objectNode();
          chosen.putObject("properties").putObject("type").put("const", name);
          ObjectNode rule = json.objectNode();
          rule.set("if", chosen);
          rule.putObject("then").put("$ref", "#/definitions/" + definition);
          byType.add(rule);
        });
    ObjectNode mapping = json.objectNode();
    mapping.put("type", "object");
    mapping.set("required", json.arrayNode().add("type"));
    mapping.putObject("properties").putObject("type").set("enum", names);
    mapping.set("allOf", byType);
    ObjectNode choice = json.objectNode();
    choice.putArray("anyOf").add(json.objectNode().set("enum", bare)).add(mapping);
    return choice;
  }

  private ObjectNode part(Kind<?> kind, String name, Factory<?, ?> factory) {
    ObjectNode part = section(factory.settings());
    part.put("description", factory.description().summary());
    ObjectNode properties = (ObjectNode) part.get("properties");
    properties.putObject("type").put("const", name);
    for (Map.Entry<String, ObjectNode> entry : beside(kind)) {
      properties.set(entry.getKey(), entry.getValue());
    }
    return part;
  }

  /** What a section of some kinds holds beside its part's settings. */
  private List<Map.Entry<String, ObjectNode>> beside(Kind<?> kind) {
    if (kind == Kind.FLOW) {
      return List.of(
          Map.entry(
              "name",
              json.objectNode()
                  .put("pattern", "^[A-Za-z0-9][A-Za-z0-9._-]*$")
                  .put("description", "The model's name; otherwise its type.")
                  .set("type", json.arrayNode().add("string").add("number"))),
          Map.entry("solver", reference("solver")));
    }
    if (kind == Kind.PROBE) {
      return List.of(
          Map.entry(
              "every",
              json.objectNode()
                  .put("type", "integer")
                  .put("minimum", 1)
                  .put("description", "Measured each so many steps; otherwise 10.")));
    }
    return List.of();
  }
}
