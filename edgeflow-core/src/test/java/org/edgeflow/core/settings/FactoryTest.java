package org.edgeflow.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FactoryTest {

  /** A kind of parts. */
  private interface Kind<S extends Record> extends Factory<S, Supplier<String>> {

    @Override
    default Description description() {
      return new Description("A part.");
    }

    @Override
    default Supplier<String> configured(S settings) {
      return settings::toString;
    }
  }

  private record Width(int width) {}

  private static final class Named implements AutoCloseable, Supplier<String>, Kind<Width> {
    @Override
    public String get() {
      return "";
    }

    @Override
    public void close() {}
  }

  private static class Unnamed<S extends Record> implements Kind<S> {}

  @Test
  void itsSettingsAreThoseThatItsClassNames() {
    assertThat(new Named().settings()).isEqualTo(Width.class);
    assertThat(new Kind<NoSettings>() {}.settings()).isEqualTo(NoSettings.class);
  }

  @Test
  void whereItsClassNamesNoneItHasToSayItself() {
    assertThatThrownBy(() -> new Unnamed<Width>().settings())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Unnamed does not say what its settings are");
    Unnamed<Width> saying =
        new Unnamed<>() {
          @Override
          public Class<Width> settings() {
            return Width.class;
          }
        };
    assertThat(saying.settings()).isEqualTo(Width.class);
  }
}
