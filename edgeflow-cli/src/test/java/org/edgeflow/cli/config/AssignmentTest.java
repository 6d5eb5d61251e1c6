package org.edgeflow.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
  private static final Path HERE = Path.of("/somewhere");
  private static final Node.Mapping CONFIG =
      (Node.Mapping)
          YamlReader.readFile(
              "steps: 10\nbackend: heap\nmodels:\n  - {type: edge-flow}\n  - gradient-flow\n",
              "run.yaml",
              HERE);

  private static String after(String assignment) {
    return YamlWriter.write(Assignment.parse(assignment, HERE).applyTo(CONFIG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"models[0].curvature=chord", "models.0.curvature=chord"})
  void aPathNamesKeysAndIndices(String assignment) {
    assertThat(after(assignment)).contains("  - type: edge-flow\n    curvature: chord\n");
  }

  @Test
  void valuesAreYaml() {
    assertThat(after("steps=20")).contains("steps: 20\n");
    assertThat(after("objective={type: mlp, hidden: [3, 4]}"))
        .contains("objective:\n  type: mlp\n  hidden:\n    - 3\n    - 4\n");
    assertThat(after("steps=")).contains("steps: null\n");
    assertThat(after("a=b=c")).contains("a: \"b=c\"\n".replace("\"", ""));
  }

  @Test
  void missingSectionsAreMade() {
    assertThat(after("record.every=5")).contains("record:\n  every: 5\n");
    assertThat(after("record.probes[0].type=gradient-norm"))
        .contains("record:\n  probes:\n    - type: gradient-norm\n");
  }

  @Test
  void theIndexPastTheEndAddsToTheList() {
    assertThat(after("models[2].type=central-flow"))
        .contains("- gradient-flow\n  - type: central-flow\n");
  }

  @Test
  void aPartGivenByNameBecomesASection() {
    assertThat(after("backend.threads=2")).contains("backend:\n  type: heap\n  threads: 2\n");
    assertThat(after("models[1].name=gf")).contains("  - type: gradient-flow\n    name: gf\n");
  }

  @Test
  void theValueSaysWhereItCameFrom() {
    Node.Mapping config = Assignment.parse("steps=x", HERE).applyTo(CONFIG);
    assertThat(config.entries().get("steps").origin()).hasToString("--set steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"steps", "=5", "models[x]=1", "models[0=1", "a..b=1", ".a=1", ""})
  void whatIsNoAssignmentIsRefused(String text) {
    assertThatThrownBy(() -> Assignment.parse(text, HERE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected path=value");
  }

  @Test
  void anIndexBeyondTheListIsRefused() {
    assertThatThrownBy(() -> after("models[5].rate=linear"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--set models[5].rate: 'models' is a list of 2, expected an index from 0 to 2 (2 adds"
                + " one), as in models[0], got '5'.");
    assertThatThrownBy(() -> after("models.rate=linear")).hasMessageContaining("got 'rate'");
  }

  @Test
  void aValueThatIsNotYamlIsRefusedByItsOption() {
    assertThatThrownBy(() -> Assignment.parse("a=[1", HERE))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--set a: not valid YAML");
  }
}
