package org.edgeflow.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Configs that are written in Java. */
class ConfigInJavaTest {
  private enum Kind {
    TWO_WORDS
  }

  private static Node only(Object value) {
    return Node.Mapping.of(Map.of("key", value)).entries().get("key");
  }

  @Test
  void aPathIsATextAndNoListOfItsNames() {
    Node.Scalar scalar = (Node.Scalar) only(Path.of("data", "images"));
    assertThat(scalar.text()).isEqualTo(Path.of("data", "images").toString());
  }

  @Test
  void constantsAreSpelledAsInAFile() {
    assertThat(((Node.Scalar) only(Kind.TWO_WORDS)).text()).isEqualTo("two-words");
  }

  @Test
  void listsAndSectionsMayHoldEachOther() {
    Node.Sequence models = (Node.Sequence) only(List.of("gradient-flow", Map.of("type", 3)));
    assertThat(models.items()).hasSize(2);
    assertThat(models.items().get(1)).isInstanceOf(Node.Mapping.class);
  }

  @Test
  void whatNoConfigCanHoldIsRefusedByItsClass() {
    assertThatThrownBy(() -> only(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no java.lang.Object");
  }
}
