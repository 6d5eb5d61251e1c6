package org.edgeflow.cli.reproduction.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {
  private static final Origin HERE = new Origin("claims.yaml", 7, Path.of("."));

  private static boolean allows(String text, double expected, double measured) {
    return Tolerance.parse(text, HERE).allows(expected, measured);
  }

  @Test
  void differencesAreAbsoluteOrRelative() {
    assertThat(allows("0.5", -10, -10.4)).isTrue();
    assertThat(allows("0.5", -10, -10.6)).isFalse();
    assertThat(allows("5%", -10, -10.4)).isTrue();
    assertThat(allows("5%", -10, -10.6)).isFalse();
    assertThat(allows("0", 2, 2)).isTrue();
  }

  @Test
  void boundsAreOneSided() {
    assertThat(allows("at-most", 3, -100)).isTrue();
    assertThat(allows("at-most", 3, 3.0001)).isFalse();
    assertThat(allows("at-least", 3, 100)).isTrue();
  }

  @Test
  void nothingAllowsWhatIsNoNumber() {
    for (String text : new String[] {"1e300", "100%", "at-most", "at-least"}) {
      assertThat(allows(text, 1, Double.NaN)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "about 5%", "5 %%", "at most", "NaN"})
  void anythingElseIsRefusedWithWhatIsExpected(String text) {
    assertThatThrownBy(() -> Tolerance.parse(text, HERE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("claims.yaml:7")
        .hasMessageContaining("a percentage such as 5%");
  }
}
