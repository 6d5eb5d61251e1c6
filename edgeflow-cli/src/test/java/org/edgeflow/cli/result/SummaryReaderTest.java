package org.edgeflow.cli.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryReaderTest {
  @TempDir Path directory;

  private Path file;
  private String sound;

  @BeforeEach
  void aRun() throws IOException {
    SyntheticRun.in(directory, 20).edgeFlow("edge-flow").finish("valley");
    file = directory.resolve("summary.json");
    sound = Files.readString(file);
  }

  @Test
  void whatTheContractDoesNotPromiseMayBeMissing() throws IOException {
    RunSummary summary = read();

    assertThat(summary.objective()).isEmpty();
    assertThat(summary.models().get(0).get(Figure.SEED_HVPS)).isNaN();
    assertThat(summary.models().get(0).get(Figure.PEAK_SHARPNESS_AFTER)).isNaN();
    assertThat(summary.reference().name()).isEqualTo("gradient-descent");
    assertThat(summary.isGradientDescent()).isTrue();
  }

  @Test
  void theReferenceIsTheEntryThatBearsTheOptimizersName() throws IOException {
    Files.writeString(
        file,
        sound
            .replace("\"seed\": 1,", "\"seed\": 1, \"optimizer\": \"adam\",")
            .replace("\"gradient-descent\"", "\"adam\""));

    assertThat(read().reference().name()).isEqualTo("adam");
    assertThat(read().thresholdFormula()).isEqualTo("2/(ηQ(−1))");
    assertThat(read().models()).extracting(ModelResult::name).containsExactly("edge-flow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"hvps\": 20 | \"hvps\": \"20\" | 'models[1].hvps' is \"20\", expected a number",
        "\"onset_step\": null | \"onset_step\": [438] | 'models[0].onset_step' is nested, expected a number",
        "\"outcome\": | \"outcom\": | 'models[0].outcome' is missing, expected a text",
        "\"experiment\": \"valley\" | \"experiment\": 7 | 'experiment' is 7, expected a text",
        "\"seed\": 1 | \"seed\": 1.5 | 'seed' is 1.5, expected an integer",
        "\"models\": [ | \"models\": [3, | 'models' is nested, expected a list of objects",
        "\"models\": | \"modles\": | 'models' is missing, expected a list of objects",
        "\"gradient-descent\" | \"grad\" | 'models' does not list 'gradient-descent'",
        "\"name\": \"edge-flow\" | \"name\": \"a/b\" | 'a/b' cannot be a model's name"
      })
  void damageIsOneMessageThatNamesTheKeyAndTheRemedy(String good, String bad, String message)
      throws IOException {
    assertThat(sound).contains(good);
    Files.writeString(file, sound.replace(good, bad));

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ": " + message)
        .hasMessageEndingWith(". Run it again.");
  }

  @Test
  void whatIsNoJsonIsSaidWithItsLine() throws IOException {
    Files.writeString(file, "{\"models\":\n [\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":3: not valid JSON")
        .hasMessageEndingWith(". Run it again.");

    Files.writeString(file, "");
    assertThatThrownBy(this::read).hasMessageContaining("expected a JSON object");

    Files.delete(file);
    assertThatThrownBy(this::read).isInstanceOf(NoSuchFileException.class);
  }

  private RunSummary read() throws IOException {
    return new SummaryReader("Run it again.").read(file);
  }
}
