package org.edgeflow.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KEYS =
      List.of("learning-rate", "seed", "steps", "sharpness-every");

  @Test
  void javaNamesBecomeKebabCase() {
    assertThat(Spelling.kebab("sharpnessEvery")).isEqualTo("sharpness-every");
    assertThat(Spelling.kebab("SHARPNESS_EVERY")).isEqualTo("sharpness-every");
    assertThat(Spelling.kebab("seed")).isEqualTo("seed");
    assertThat(Spelling.kebab("RELU")).isEqualTo("relu");
    assertThat(Spelling.kebab("rk4Step")).isEqualTo("rk4-step");
  }

  @Test
  void theNearestNameSurvivesTyposSwapsAndOtherConventions() {
    assertThat(Spelling.nearest("learning-rte", KEYS)).contains("learning-rate");
    assertThat(Spelling.nearest("learningRate", KEYS)).contains("learning-rate");
    assertThat(Spelling.nearest("learning_rate", KEYS)).contains("learning-rate");
    assertThat(Spelling.nearest("sede", KEYS)).contains("seed");
    assertThat(Spelling.nearest("step", KEYS)).contains("steps");
  }

  @Test
  void nothingIsSuggestedForAWordThatResemblesNothing() {
    assertThat(Spelling.nearest("momentum", KEYS)).isEmpty();
    assertThat(Spelling.hint("momentum", KEYS)).isEmpty();
    assertThat(Spelling.nearest("seed", List.of())).isEmpty();
    assertThat(Spelling.hint("sede", KEYS)).isEqualTo(" Did you mean 'seed'?");
  }

  @Test
  void aShortWordIsNotTakenForAnotherShortWord() {
    assertThat(Spelling.nearest("x", List.of("lr", "dt"))).isEmpty();
    assertThat(Spelling.nearest("ab", List.of("cd"))).isEmpty();
  }
}
