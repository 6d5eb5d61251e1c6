package org.edgeflow.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final Registry REGISTRY = Registry.load();
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path EXAMPLES = Path.of("..", "examples");

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(ConfigSchema.of(REGISTRY), InputFormat.JSON);

  @BeforeAll
  static void everythingIsPluggedIn() {
    assumeThat(REGISTRY.parts(Kind.BACKEND)).as("a slim build").containsKey("nd4j-native");
  }

  @Test
  void theReferenceIsWhatIsPluggedIn() throws IOException {
    assertThat(Files.readString(DOCS.resolve("reference.md")))
        .as("written anew by: ./edgeflow describe --all > docs/reference.md")
        .isEqualTo(ReferencePage.of(REGISTRY));
  }

  @Test
  void theSchemaIsWhatIsPluggedIn() throws IOException {
    assertThat(Files.readString(DOCS.resolve("config.schema.json")))
        .as("written anew by: ./edgeflow schema > docs/config.schema.json")
        .isEqualTo(ConfigSchema.of(REGISTRY));
  }

  @Test
  void everyExampleNamesTheSchemaAndObeysIt() throws IOException {
    for (Path example : examples()) {
      assertThat(Files.readAllLines(example).get(0))
          .isEqualTo("# yaml-language-server: $schema=../docs/config.schema.json");
      assertThat(schema.validate(json(read(example)))).as(example.toString()).isEmpty();
    }
  }

  @Test
  void whatIsBrokenInOnePlaceIsRefusedBySchemaAndReader() throws IOException {
    int refused = 0;
    for (Path example : examples()) {
      for (Node.Mapping broken : Breakages.of(read(example))) {
        assertThat(schema.validate(json(broken))).as(json(broken).toString()).isNotEmpty();
        assertThatThrownBy(() -> ExperimentReader.read(broken, REGISTRY))
            .as(json(broken).toString())
            .isInstanceOf(ConfigException.class);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Node.Mapping read(Path example) {
    try {
      return (Node.Mapping)
          YamlReader.readFile(
              Files.readString(example), example.toString(), example.getParent().toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // As an editor reads it: YAML 1.2's core schema.
  private static JsonNode json(Node node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (node instanceof Node.Mapping mapping) {
      ObjectNode object = json.objectNode();
      mapping.entries().forEach((key, value) -> object.set(key, json(value)));
      return object;
    }
    if (node instanceof Node.Sequence sequence) {
      ArrayNode array = json.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    String text = scalar.text();
    if (scalar.quoted()) {
      return json.textNode(text);
    }
    if (text.isEmpty()) {
      return json.nullNode();
    }
    if (text.matches("true|false")) {
      return json.booleanNode(Boolean.parseBoolean(text));
    }
    if (text.matches("[-+]?[0-9]+")) {
      return json.numberNode(Long.parseLong(text));
    }
    return text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")
        ? json.numberNode(Double.parseDouble(text))
        : json.textNode(text);
  }
}
