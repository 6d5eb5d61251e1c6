package org.edgeflow.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
  private static final Path HERE = Path.of("/somewhere");

  private static Node.Mapping read(String text) {
    return (Node.Mapping) YamlReader.readFile(text, "run.yaml", HERE);
  }

  private static Node.Scalar scalar(Node.Mapping mapping, String key) {
    return (Node.Scalar) mapping.entries().get(key);
  }

  @Test
  void everyNodeKnowsItsLine() {
    Node.Mapping config =
        read("experiment: valley\n\nobjective:\n  type: sharp-valley\n  start: [0,\n    5]\n");

    assertThat(scalar(config, "experiment").origin()).hasToString("run.yaml:1");
    Node.Mapping objective = (Node.Mapping) config.entries().get("objective");
    assertThat(objective.origin().line()).isEqualTo(4);
    Node.Sequence start = (Node.Sequence) objective.entries().get("start");
    assertThat(start.items().get(1).origin().line()).isEqualTo(6);
    assertThat(start.origin().directory()).isEqualTo(HERE);
  }

  @Test
  void numbersKeepTheirTextAndQuotesAreSeen() {
    Node.Mapping config =
        read("a: 1e-05\nb: '1'\nc: \"1\"\nd: 0.050\ne: tanh\nµ: 'x'\ng: |\n  12\n");

    assertThat(scalar(config, "a").text()).isEqualTo("1e-05");
    assertThat(scalar(config, "a").quoted()).isFalse();
    assertThat(scalar(config, "b").quoted()).isTrue();
    assertThat(scalar(config, "c").quoted()).isTrue();
    assertThat(scalar(config, "d").text()).isEqualTo("0.050");
    assertThat(scalar(config, "e").quoted()).isFalse();
    assertThat(scalar(config, "µ").quoted()).isTrue();
    assertThat(scalar(config, "g").quoted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"'a:'", "'a: ~'", "'a: null'"})
  void nothingIsAnEmptyScalar(String text) {
    assertThat(scalar(read(text), "a").text()).isEmpty();
    assertThat(scalar(read(text), "a").quoted()).isFalse();
  }

  @Test
  void aKeyGivenTwiceIsRefusedWithBothLines() {
    assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("run.yaml:3: the key 'a' is given twice, first in line 1; keep one of them.");
  }

  @Test
  void brokenYamlIsRefusedWithLineAndColumn() {
    assertThatThrownBy(() -> read("a: 1\nb: [1, 2\nc: 3\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("run.yaml:3, column 2: not valid YAML: expected ',' or ']'")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> read("a: 1\n\tb: 2\n"))
        .hasMessageStartingWith("run.yaml:2, column 1: not valid YAML: found character '\\t(TAB)'");
    assertThatThrownBy(() -> read("a: \"unclosed\nb: 1\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("run.yaml:3, column 1: not valid YAML: found unexpected end");
    assertThatThrownBy(() -> read("a: b: c\n")).hasMessageStartingWith("run.yaml:1, column 5");
    assertThatThrownBy(() -> read("a: \0")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> read("? [1]\n: 2\n"))
        .hasMessageContaining("a key must be a single word");
  }

  @Test
  void anchorsAliasesTagsAndSecondDocumentsAreRefused() {
    assertThatThrownBy(() -> read("a: &x 1\n")).hasMessageContaining("run.yaml:1: anchors");
    assertThatThrownBy(() -> read("a: &x {b: 1}\nc: *x\n")).hasMessageContaining("anchors");
    assertThatThrownBy(() -> read("a: 1\nb: *x\n")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> read("a: !!str 5\n")).hasMessageContaining("tags");
    assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n"))
        .hasMessageContaining("run.yaml:3: a second document");
  }

  @Test
  void whatIsWrittenReadsBackToTheSameText() {
    Node.Mapping config =
        read(
            """
            experiment: 'my run: #1'
            seed: 1
            name: "5"
            truth: 'true'
            empty: ''
            none:
            rate: 1e-05
            objective: {type: mlp, hidden: [200, 200], path: "/a b/c"}
            models:
              - {type: edge-flow}
              - []
            probes: []
            """);
    String written = YamlWriter.write(config);

    Node.Mapping again = read(written);
    assertThat(YamlWriter.write(again)).isEqualTo(written);
    assertThat(written).contains("rate: 1e-05", "type: mlp", "experiment: \"my run: #1\"");
    for (String key : new String[] {"experiment", "name", "truth", "empty", "none", "rate"}) {
      assertThat(scalar(again, key).text()).isEqualTo(scalar(config, key).text());
      assertThat(scalar(again, key).quoted()).isEqualTo(scalar(config, key).quoted());
    }
  }
}
