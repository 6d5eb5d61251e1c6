package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad input: one clear message, exit code 2 or 3, no stack trace, no half-written run. */
class BadInputTest {
  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();

  @AfterEach
  void noStackTraceIsEverShown() {
    assertThat(terminal.err()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(terminal.err().lines())
        .allMatch(line -> line.startsWith("edgeflow: ") || line.startsWith("  ./edgeflow run "));
  }

  static Stream<Arguments> badConfigs() {
    String valley = Configs.VALLEY;
    return Stream.of(
        Arguments.of(
            valley.replace("learning-rate:", "learning-rat:"),
            "run.yaml:3: unknown key 'learning-rat'. Did you mean 'learning-rate'?"),
        Arguments.of(valley.replace("rate: 0.3", "rate: -0.3"), "'learning-rate' is -0.3"),
        Arguments.of(
            valley.replace("steps: 120", "steps: many"), "'steps' is 'many', expected an integer"),
        Arguments.of(valley.replace("steps: 120\n", ""), "missing key 'steps'"),
        Arguments.of(
            valley.replace("{type: edge-flow}", "{type: edge-flw}"),
            "run.yaml:7: unknown flow 'edge-flw'. Did you mean 'edge-flow'? Plugged in: central-flow, edge-flow"),
        Arguments.of(valley + "backend: cuda9\n", "unknown backend 'cuda9'"),
        Arguments.of(valley + "dataset: {type: cifar}\n", "unknown dataset 'cifar'"),
        Arguments.of(
            valley.replace(
                "type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]",
                "type: mlp, hidden: [8]"),
            "'mlp' is trained on data: add a key 'dataset'"),
        Arguments.of(
            valley.replace("type: gradient-flow", "type: edge-flow"),
            "two models are called 'edge-flow'"),
        Arguments.of(valley + "steps: 5\n", "the key 'steps' is given twice, first in line 2"),
        Arguments.of("experiment: [\n", "not valid YAML"),
        Arguments.of("just words\n", "a config is a section of keys"),
        Arguments.of("", "a config is a section of keys"));
  }

  @ParameterizedTest
  @MethodSource("badConfigs")
  void aBadConfigIsRefusedWithItsPlace(String config, String message) throws IOException {
    Path out = temporary.resolve("out");

    int exitCode = terminal.run("run", Configs.in(temporary, config), "--out", out.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void everyProblemOfAConfigIsShownOnALineOfItsOwn() throws IOException {
    String config = Configs.VALLEY.replace("steps: 120", "stps: 120") + "max-loss: -1\n";

    assertThat(terminal.run("run", Configs.in(temporary, config))).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err().lines().toList())
        .hasSize(3)
        .anyMatch(line -> line.contains("unknown key 'stps'. Did you mean 'steps'?"))
        .anyMatch(line -> line.contains("missing key 'steps'"))
        .anyMatch(line -> line.contains("'max-loss' is -1"));
  }

  @Test
  void aMissingConfigIsSaid() {
    assertThat(terminal.run("run", temporary.resolve("none.yaml").toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).startsWith("edgeflow: no such config file: " + temporary);
  }

  @Test
  void aDirectoryIsNoConfig() {
    assertThat(terminal.run("run", temporary.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is a directory, expected a config file");
  }

  @Test
  void whatIsNotTextIsNoConfig() throws IOException {
    Path file = temporary.resolve("binary.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertThat(terminal.run("run", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is not a text in UTF-8");
  }

  @Test
  void aBadAssignmentNamesItsOption() throws IOException {
    String config = Configs.in(temporary, Configs.VALLEY);

    assertThat(terminal.run("run", config, "--set", "steps=-1")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).startsWith("edgeflow: --set steps: 'steps' is -1");
    assertThat(terminal.run("run", config, "--set", "steps")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("expected path=value");
    assertThat(terminal.run("run", config, "--backend", "heep")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("--backend: unknown backend 'heep'. Did you mean 'heap'?");
    assertThat(terminal.run("run", config, "--steps", "few")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("--steps: 'steps' is 'few', expected an integer");
  }

  @Test
  void theOutputDirectoryMustBeFree() throws IOException {
    String config = Configs.in(temporary, Configs.VALLEY);
    Path file = temporary.resolve("file");
    Files.writeString(file, "x");

    assertThat(terminal.run("run", config, "--out", temporary.toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is not empty. Choose another --out");
    assertThat(terminal.run("run", config, "--out", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is a file");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTheEnvironmentsFault() throws IOException {
    String config = Configs.in(temporary, Configs.VALLEY);

    assertThat(terminal.run("run", config, "--out", "/proc/edgeflow/run", "--quiet"))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(terminal.err()).startsWith("edgeflow: cannot write to the output directory /proc");
    assertThat(terminal.err().lines()).hasSize(1);
  }

  @Test
  void aDiskThatIsFullEndsTheRunWithOneMessage() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "there is a device that is always full");
    String config = Configs.in(temporary, Configs.VALLEY);
    Path out = temporary.resolve("out");
    String whole = temporary.resolve("whole").toString();
    terminal.run("run", config, "--out", whole, "--quiet");
    terminal.runUntil(Terminal.after(30), "run", config, "--out", out.toString(), "--quiet");
    // The next checkpoint is first written beside the old one, under this name.
    Files.createSymbolicLink(out.resolve("checkpoint").resolve("state.npz.partial"), full);
    Terminal again = new Terminal();

    int exitCode = again.run("run", out.toString(), "--resume", "--quiet");

    assertThat(exitCode).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(again.err())
        .startsWith("edgeflow: cannot write to the output directory " + out)
        .contains("No space left", "The rows written before stay; with space again, go on with:");
    assertThat(again.err().lines()).hasSize(1);
    Path table = out.resolve("trajectories").resolve("edge-flow.csv");
    assertThat(Files.readString(table)).endsWith("\n").contains("\n29,");
    assertThat(terminal.run("run", out.toString(), "--resume", "--quiet")).isZero();
    assertThat(table)
        .hasSameBinaryContentAs(Path.of(whole, "trajectories", table.getFileName().toString()));
  }

  @Test
  void whereThereIsNothingToResumeItIsSaid() throws IOException {
    String config = Configs.in(temporary, Configs.QUADRATIC);
    Path out = temporary.resolve("out");

    assertThat(terminal.run("run", config, "--resume")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("nothing to resume: name the run directory");
    assertThat(terminal.run("run", config, "--out", out.toString(), "--resume"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("nothing to resume: there is no directory");
    assertThat(terminal.run("run", temporary.toString(), "--resume")).isEqualTo(ExitCode.BAD_INPUT);
    terminal.run("run", config, "--out", out.toString(), "--quiet");
    assertThat(terminal.run("run", out.toString(), "--resume")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is finished");
    assertThat(terminal.run("run", out.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("is a run directory: go on with it by --resume");
  }

  @Test
  void aRunGoesOnOnlyAsItBegan() throws IOException {
    String config = Configs.in(temporary, Configs.VALLEY);
    String out = temporary.resolve("out").toString();
    terminal.runUntil(Terminal.after(30), "run", config, "--out", out, "--quiet");
    Terminal again = new Terminal();

    assertThat(again.run("run", out, "--resume", "--set", "learning-rate=0.2"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("the config differs from");
    Files.writeString(Path.of(out, "checkpoint", "state.npz"), "broken");
    Terminal broken = new Terminal();
    assertThat(broken.run("run", out, "--resume")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(broken.err()).contains("state.npz");
    assertThat(broken.err().lines()).hasSize(1);
    assertThat(terminal.run("report", out)).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void aBackendThatThisMachineLacksIsExitThree() throws IOException {
    EdgeFlowPlugin plugin =
        new EdgeFlowPlugin() {
          @Override
          protected void configure() {
            backend("absent", new AbsentBackend());
          }
        };
    Path out = temporary.resolve("out");
    Registry registry =
        Registry.of(
            Stream.concat(
                    java.util.ServiceLoader.load(EdgeFlowPlugin.class).stream()
                        .map(java.util.ServiceLoader.Provider::get),
                    Stream.of(plugin))
                .toList());

    int exitCode =
        terminal.run(
            registry,
            () -> false,
            "run",
            Configs.in(temporary, Configs.VALLEY),
            "--backend",
            "absent",
            "--out",
            out.toString());

    assertThat(exitCode).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(terminal.err()).isEqualTo("edgeflow: there is no such device\n");
    assertThat(out).doesNotExist();
  }

  private static final class AbsentBackend implements BackendFactory<AbsentBackend.Settings> {
    record Settings() {}

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Description description() {
      return new Description("A device that is not there.");
    }

    @Override
    public TensorBackend create(Settings settings, DataType dataType) {
      throw new BackendUnavailableException("there is no such device");
    }

    @Override
    public Availability availability() {
      return new Availability(false, "there is no such device");
    }
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void aMisusedCommandLineIsOneMessageWithAHint(String line, String message) {
    assertThat(terminal.run(line.isEmpty() ? new String[0] : line.split(" ")))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains(message).contains("--help");
    assertThat(terminal.err().lines()).hasSize(1);
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        Arguments.of("", "a command is missing"),
        Arguments.of("rnu x.yaml", "unknown command 'rnu'. Did you mean 'run'?"),
        Arguments.of("run", "CONFIG"),
        Arguments.of("run x.yaml --qiet", "unknown option '--qiet'. Did you mean '--quiet'?"),
        Arguments.of("run x.yaml y.yaml", "unexpected argument 'y.yaml'"),
        Arguments.of("run x.yaml --out", "--out"),
        Arguments.of("compare", "DIR"),
        Arguments.of("compare a", "expected two run directories or more"));
  }
}
