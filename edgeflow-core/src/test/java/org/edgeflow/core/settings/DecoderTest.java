package org.edgeflow.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecoderTest {
  private static final Path DIRECTORY = Path.of("/configs").toAbsolutePath();

  enum Shape {
    ROUND,
    VERY_FLAT
  }

  record Settings(
      @Setting("How often.") int count,
      @Setting(value = "How fast.", byDefault = "0.5", above = 0, atMost = 10) double rate,
      @Setting(value = "Which.", byDefault = "very-flat") Shape shape,
      @Setting(value = "Sizes.", byDefault = "[1, 2]", atLeast = 1) List<Integer> sizes,
      @Setting("Perhaps a limit.") Optional<Double> limit,
      @Setting(value = "Whether.", byDefault = "false") boolean eager,
      @Setting(value = "A name.", byDefault = "none") String name,
      @Setting("A file.") Optional<Path> file,
      @Setting(value = "A large number.", byDefault = "7") long seed) {
    Settings {
      if (count > 1000 && eager) {
        throw new IllegalArgumentException("'count' is " + count + ", too many to be eager");
      }
    }
  }

  private int line;

  private Origin origin() {
    return new Origin("run.yaml", ++line, DIRECTORY);
  }

  private Node scalar(String text) {
    return new Node.Scalar(text, false, origin());
  }

  private Node.Mapping section(Object... keysAndValues) {
    Origin origin = origin();
    Map<String, Node> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Object value = keysAndValues[i + 1];
      entries.put(
          (String) keysAndValues[i], value instanceof Node node ? node : scalar((String) value));
    }
    return new Node.Mapping(entries, origin);
  }

  private Node list(String... items) {
    return new Node.Sequence(java.util.Arrays.stream(items).map(this::scalar).toList(), origin());
  }

  private List<String> problemsOf(Node.Mapping section) {
    try {
      Settings settings = Decoder.decode(section, Settings.class);
      throw new AssertionError("decoded: " + settings);
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  @Test
  void whatIsNotGivenTakesItsDefault() {
    assertThat(Decoder.decode(section("count", "3"), Settings.class))
        .isEqualTo(
            new Settings(
                3,
                0.5,
                Shape.VERY_FLAT,
                List.of(1, 2),
                Optional.empty(),
                false,
                "none",
                Optional.empty(),
                7));
  }

  @Test
  void whatIsGivenIsRead() {
    Node.Mapping section =
        section(
            "count", "1_000",
            "rate", "2.5e-1",
            "shape", "round",
            "sizes", list("5", "6", "7"),
            "limit", "-3",
            "eager", "true",
            "name", "a b",
            "file", "data/x.idx",
            "seed", "9000000000");
    assertThat(Decoder.decode(section, Settings.class))
        .isEqualTo(
            new Settings(
                1000,
                0.25,
                Shape.ROUND,
                List.of(5, 6, 7),
                Optional.of(-3.0),
                true,
                "a b",
                Optional.of(DIRECTORY.resolve("data/x.idx")),
                9_000_000_000L));
  }

  @Test
  void aPathIsRelativeToTheFileItIsWrittenIn() {
    assertThat(Decoder.decode(section("count", "1", "file", "../y.idx"), Settings.class).file())
        .contains(DIRECTORY.resolveSibling("y.idx"));
    Path absolute = Path.of("/elsewhere/z").toAbsolutePath();
    assertThat(
            Decoder.decode(section("count", "1", "file", absolute.toString()), Settings.class)
                .file())
        .contains(absolute);
  }

  @Test
  void anUnknownKeyIsRefusedWithItsPlaceAndTheNearestKey() {
    assertThat(problemsOf(section("count", "1", "rte", "2")))
        .singleElement()
        .asString()
        .startsWith("run.yaml:3: unknown key 'rte'.")
        .contains("Did you mean 'rate'?")
        .contains("Known here: count, rate, shape");
  }

  @Test
  void aMissingKeyIsNamedWithItsTypeAndMeaning() {
    assertThat(problemsOf(section("rate", "1")))
        .containsExactly("run.yaml:1: missing key 'count' (integer): How often.");
  }

  @Test
  void keysInsideASectionCarryItsPath() {
    Problems problems = new Problems();
    assertThat(new Decoder(problems).decode(section("cuont", "1"), Settings.class, "record"))
        .isEmpty();
    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining("unknown key 'record.cuont'. Did you mean 'count'?")
        .hasMessageContaining("missing key 'record.count'");
  }

  @Test
  void aValueOfTheWrongTypeIsQuotedBesideTheTypeExpected() {
    assertThat(problemsOf(section("count", "many")))
        .singleElement()
        .asString()
        .contains("'count' is 'many', expected an integer.");
    assertThat(problemsOf(section("count", "1.5")).get(0)).contains("expected an integer");
    assertThat(problemsOf(section("count", "99999999999")).get(0)).contains("expected an integer");
    assertThat(problemsOf(section("count", "")).get(0)).contains("'count' is nothing");
    assertThat(problemsOf(section("count", list("1"))).get(0)).contains("'count' is a list");
    assertThat(problemsOf(section("count", section())).get(0)).contains("'count' is a section");
    assertThat(problemsOf(section("count", new Node.Scalar("1", true, origin()))).get(0))
        .contains("expected an integer");
    assertThat(problemsOf(section("count", "1", "eager", "yes")).get(0))
        .contains("'eager' is 'yes', expected true or false.");
    assertThat(problemsOf(section("count", "1", "sizes", "3")).get(0))
        .contains("'sizes' is '3', expected a list of integer.");
    assertThat(problemsOf(section("count", "1", "sizes", list("3", "x"))).get(0))
        .contains("'sizes[1]' is 'x', expected an integer.");
  }

  @Test
  void onlyDecimalNumbersAreNumbers() {
    for (String text : List.of("NaN", "Infinity", "1d", "0x1p3", "1e999", "--1", "1,5", ".")) {
      assertThat(problemsOf(section("count", "1", "limit", text)))
          .as(text)
          .singleElement()
          .asString()
          .contains("'limit' is '" + text + "', expected a number.");
    }
    for (String text : List.of("1", "-1.", ".5", "+2e3", "1E-3", "1_000.5")) {
      assertThat(Decoder.decode(section("count", "1", "limit", text), Settings.class).limit())
          .contains(Double.parseDouble(text.replace("_", "")));
    }
  }

  @Test
  void aValueOutOfRangeIsRefusedWithTheBound() {
    assertThat(problemsOf(section("count", "1", "rate", "0")).get(0))
        .contains("'rate' is 0.0, expected a value larger than 0.");
    assertThat(problemsOf(section("count", "1", "rate", "10.5")).get(0))
        .contains("'rate' is 10.5, expected a value at most 10.");
    assertThat(problemsOf(section("count", "1", "sizes", list("1", "0"))).get(0))
        .contains("'sizes' is 0, expected a value at least 1.");
    assertThat(Decoder.decode(section("count", "1", "rate", "10"), Settings.class).rate())
        .isEqualTo(10);
  }

  @Test
  void aMisspeltConstantGetsTheNearestOne() {
    assertThat(problemsOf(section("count", "1", "shape", "verry-flat")).get(0))
        .contains("'shape' is 'verry-flat', expected one of round, very-flat.")
        .contains("Did you mean 'very-flat'?");
  }

  @Test
  void whatTheRecordItselfRefusesIsReportedWithThePlaceOfItsSection() {
    assertThat(problemsOf(section("count", "1001", "eager", "true")))
        .containsExactly("run.yaml:1: 'count' is 1001, too many to be eager");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(
            problemsOf(section("colour", "red", "rate", "-1", "shape", "square", "limit", "big")))
        .hasSize(5)
        .anyMatch(problem -> problem.contains("'colour'"))
        .anyMatch(problem -> problem.contains("missing key 'count'"))
        .anyMatch(problem -> problem.contains("'rate'"))
        .anyMatch(problem -> problem.contains("'shape'"))
        .anyMatch(problem -> problem.contains("'limit'"));
  }

  @Test
  void encodingFillsInEveryDefaultAndDecodesIntoAnEqualRecord() {
    for (Node.Mapping section :
        List.of(
            section("count", "3"),
            section("count", "3", "limit", "1e-300", "file", "a b/ü.idx", "name", "true"),
            section("count", "3", "shape", "round", "sizes", list(), "seed", "-1"))) {
      Settings settings = Decoder.decode(section, Settings.class);
      Node.Mapping encoded = Decoder.encode(settings, origin());
      assertThat(Decoder.decode(encoded, Settings.class)).isEqualTo(settings);
      assertThat(encoded.entries()).containsKeys("count", "rate", "shape", "sizes", "seed");
    }
  }

  @Test
  void keysOfARecordInARecordStandAmongTheOthers() {
    record Shared(
        @Setting(value = "How hot.", byDefault = "2", atMost = 9) int heat,
        @Setting("How far.") double reach) {
      Shared {
        if (heat == 7) {
          throw new IllegalArgumentException("'heat' is 7, expected another");
        }
      }
    }
    record Whole(
        @Setting(value = "First.", byDefault = "1") int first,
        Shared shared,
        @Setting(value = "Last.", byDefault = "[]") List<String> last) {}
    assertThat(Field.of(Whole.class).stream().map(Field::key))
        .containsExactly("first", "heat", "reach", "last");
    Whole whole = Decoder.decode(section("reach", "0.5", "heat", "3"), Whole.class);
    assertThat(whole).isEqualTo(new Whole(1, new Shared(3, 0.5), List.of()));
    Node.Mapping encoded = Decoder.encode(whole, origin());
    assertThat(encoded.entries().keySet()).containsExactly("first", "heat", "reach", "last");
    assertThat(Decoder.decode(encoded, Whole.class)).isEqualTo(whole);
    assertThatThrownBy(() -> Decoder.decode(section("heat", "10"), Whole.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("missing key 'reach'")
        .hasMessageContaining("'heat' is 10, expected a value at most 9");
    assertThatThrownBy(() -> Decoder.decode(section("heat", "7", "reach", "1"), Whole.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'heat' is 7, expected another");
    assertThatThrownBy(() -> Decoder.decode(section("reach", "1", "shared", "1"), Whole.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown key 'shared'");
  }

  @Test
  void aRecordThatForgetsItsDocumentationIsAProgrammingError() {
    record Undocumented(int count) {}
    assertThatThrownBy(() -> Field.of(Undocumented.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("count lacks @Setting");
  }
}
