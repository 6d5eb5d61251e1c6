package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every number that can be set, of every part that is plugged in, at values that nobody means: the
 * run ends with a result or one message, and is never a bug, a hang, or out of memory.
 */
class ExtremeSettingsTest {
  private static final List<String> INTEGERS =
      List.of(
          "0",
          "-1",
          "1",
          "40",
          "1000000007",
          "2147483647",
          "-2147483648",
          "2147483648",
          "4611686018427387904",
          "9223372036854775807",
          "9223372036854775808",
          ".nan");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "-0.0",
          "1e-320",
          "1e-300",
          "1e-20",
          "1e20",
          "1e300",
          "1e308",
          "-1e308",
          "1000000007",
          ".nan",
          ".inf",
          "1e999");

  /** A run that somebody stopped is no failure: a value may mean many steps. */
  private static final Set<Integer> ENDS =
      Set.of(ExitCode.DONE, ExitCode.BAD_INPUT, ExitCode.ENVIRONMENT, ExitCode.INTERRUPTED);

  private static final Pattern TRACE =
      Pattern.compile("^\\s+at |[a-z]Exception\\b|[a-z]Error\\b|this is a bug|out of memory");

  private static final double PATIENCE_SECONDS = 2;
  private static final double LONGEST_SECONDS = 60;

  private static final String VALLEY =
      "objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.6]}\n";
  private static final String DIGITS = "dataset: {type: digits, examples: 12}\n";
  private static final String NETWORK = "objective: {type: mlp, hidden: [3]}\n" + DIGITS;

  /** What a part needs beside the setting in question. */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "mlp", "hidden: [3]",
          "quadratic", "eigenvalues: [1, 7], start: [1, 1]",
          "cnn", "channels: [2], window: 3, hidden: [3]",
          "resnet", "channels: [2]",
          "vit", "width: 4, heads: 2, hidden: 4",
          "transformer", "width: 4, heads: 2, hidden: 4",
          "synthetic-images", "examples: 4, channels: 1, height: 4, width: 4, classes: 2",
          "sorting", "examples: 4, length: 3, vocabulary: 4");

  @TempDir Path temporary;
  private int runs;

  @AfterEach
  void letNothingPileUp() {
    System.gc();
  }

  @TestFactory
  Stream<DynamicTest> numbersOfTheConfig() {
    return Stream.of(
            tests("config", ExperimentSettings.class, this::config),
            tests("record", ExperimentSettings.Recording.class, this::recording),
            tests("stop", ExperimentSettings.Stop.class, this::stop),
            tests("sampling", ExperimentSettings.Sampling.class, this::sampling))
        .flatMap(each -> each);
  }

  @TestFactory
  Stream<DynamicTest> numbersOfFlowsAndSolvers() {
    return parts(Kind.FLOW, Kind.SOLVER);
  }

  @TestFactory
  Stream<DynamicTest> numbersOfObjectivesAndDatasets() {
    return parts(Kind.OBJECTIVE, Kind.DATASET);
  }

  @TestFactory
  Stream<DynamicTest> numbersOfOptimizersBackendsProbesAndReporters() {
    return parts(Kind.OPTIMIZER, Kind.BACKEND, Kind.PROBE, Kind.REPORTER);
  }

  private Stream<DynamicTest> parts(Kind<?>... kinds) {
    Registry registry = Registry.load();
    List<DynamicTest> tests = new ArrayList<>();
    for (Kind<?> kind : kinds) {
      for (Map.Entry<String, ? extends Factory<?, ?>> part : registry.parts(kind).entrySet()) {
        tests(
                kind.label() + " " + part.getKey(),
                part.getValue().settings(),
                setting -> part(kind, part.getKey(), setting))
            .forEach(tests::add);
      }
    }
    return tests.stream();
  }

  private interface ConfigOf {
    String with(String setting);
  }

  private Stream<DynamicTest> tests(
      String part, Class<? extends Record> settings, ConfigOf config) {
    return Field.of(settings).stream()
        .filter(field -> isNumber(field.type()))
        .map(
            field ->
                DynamicTest.dynamicTest(part + " " + field.key(), () -> tryAll(field, config)));
  }

  private static boolean isNumber(Type type) {
    Type one = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
    return one == int.class
        || one == long.class
        || one == double.class
        || one instanceof Class<?> boxed && Number.class.isAssignableFrom(boxed);
  }

  private static boolean isReal(Type type) {
    Type one = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
    return one == double.class || one == Double.class;
  }

  private void tryAll(Field field, ConfigOf config) throws IOException {
    List<String> failures = new ArrayList<>();
    for (String value : isReal(field.type()) ? NUMBERS : INTEGERS) {
      String setting =
          field.key()
              + ": "
              + (field.type() instanceof ParameterizedType ? "[" + value + ", 1]" : value);
      failures.addAll(judge(setting, config.with(setting)));
    }
    assertThat(failures).isEmpty();
  }

  private List<String> judge(String setting, String config) throws IOException {
    Path file = temporary.resolve("run.yaml");
    Files.writeString(file, config);
    Terminal terminal = new Terminal();
    long started = System.nanoTime();
    StopRequest patience =
        new StopRequest() {
          @Override
          public boolean requested() {
            return (System.nanoTime() - started) * 1e-9 > PATIENCE_SECONDS;
          }

          @Override
          public boolean overdue() {
            return requested();
          }
        };
    Path out = temporary.resolve("run-" + runs++);
    int code =
        terminal.runUntil(patience, "run", file.toString(), "--out", out.toString(), "--quiet");
    double seconds = (System.nanoTime() - started) * 1e-9;
    List<String> failures = new ArrayList<>();
    String said = setting + ": exit " + code + ", " + terminal.err().strip();
    if (!ENDS.contains(code)) {
      failures.add(said);
    } else if (TRACE.matcher(terminal.err()).find()) {
      failures.add("no message for people: " + said);
    } else if (code != ExitCode.DONE && code != ExitCode.INTERRUPTED && Files.exists(out)) {
      failures.add("a directory left behind: " + said);
    } else if (code == ExitCode.BAD_INPUT && terminal.err().lines().count() > 2) {
      failures.add("more than one message: " + said);
    }
    if (seconds > LONGEST_SECONDS) {
      failures.add(seconds + " s: " + said);
    }
    return failures;
  }

  private static String run(String top, String body, String models) {
    return "experiment: extreme\n"
        + (top.startsWith("steps") ? "" : "steps: 3\n")
        + (top.startsWith("learning-rate") ? "" : "learning-rate: 0.3\n")
        + (body.contains("backend:") ? "" : "backend: heap\n")
        + (body.contains("reports:") ? "" : "reports: []\n")
        + (top.isEmpty() ? "" : top + "\n")
        + body
        + "models: ["
        + models
        + "]\n";
  }

  private static final String MODELS = "gradient-flow, edge-flow, central-flow, rod-flow";

  private String config(String setting) {
    return run(setting, VALLEY, MODELS);
  }

  private String recording(String setting) {
    return run("", VALLEY + "record: {" + setting + "}\n", "edge-flow");
  }

  private String stop(String setting) {
    return run("", NETWORK + "stop: {" + setting + "}\n", "gradient-flow");
  }

  private String sampling(String setting) {
    return run("", NETWORK + "sampling: {" + setting + "}\n", "gradient-flow");
  }

  private String part(Kind<?> kind, String type, String setting) {
    String key = setting.substring(0, setting.indexOf(':'));
    String others =
        Stream.of(REQUIRED.getOrDefault(type, "").split(", (?=[a-z])"))
            .filter(each -> !each.isEmpty() && !each.startsWith(key + ":"))
            .map(each -> ", " + each)
            .reduce("", String::concat);
    String part = "{type: " + type + others + ", " + setting + "}";
    return switch (kind.label()) {
      case "flow" -> run("", VALLEY, part);
      case "solver" -> run("", VALLEY, "{type: edge-flow, solver: " + part + "}");
      case "optimizer" -> run("", VALLEY + "optimizer: " + part + "\n", "stable-flow");
      case "backend" -> run("", NETWORK + "backend: " + part + "\n", "gradient-flow");
      case "probe" -> run("", VALLEY + "record: {probes: [" + part + "]}\n", "");
      case "reporter" -> run("", VALLEY + "reports: [" + part + "]\n", "edge-flow");
      case "dataset" ->
          run(
              "",
              "dataset: "
                  + part
                  + "\nobjective: "
                  + (type.equals("sorting")
                      ? "{type: transformer, width: 4, heads: 2, hidden: 4}"
                      : "{type: mlp, hidden: [3], row-space: false}")
                  + "\n",
              "");
      case "objective" -> run("", objective(type, part), "gradient-flow");
      default -> throw new IllegalStateException("a kind that is new here: " + kind);
    };
  }

  private static String objective(String type, String part) {
    String data =
        switch (type) {
          case "quadratic", "quartic", "sharp-valley", "two-sharp-directions" -> "";
          case "transformer" -> "dataset: {type: sorting, examples: 4, length: 3, vocabulary: 4}\n";
          default -> DIGITS;
        };
    return data + "objective: " + part + "\n";
  }
}
