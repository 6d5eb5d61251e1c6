package org.edgeflow.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.edgeflow.bench.scaling.ScalingReport;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.ProfilersFailedException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code ./edgeflow bench}: JMH's own command line, with two things done for it. Unless a profiler
 * is asked for it shows what is allocated ({@code gc.alloc.rate.norm}, bytes an operation), and
 * forks get the Vector API's module, and its width, wherever this process has them.
 *
 * <p>{@code ./edgeflow bench device …} is {@link DeviceReport} instead, {@code ./edgeflow bench
 * scaling …} {@link ScalingReport}, {@code ./edgeflow bench peer-timer} {@link PeerTimer}.
 */
public final class Main {
  private static final int DEFECT = 1;
  private static final int BAD_INPUT = 2;
  private static final int ENVIRONMENT = 3;
  private static final Set<String> REPORTS = Set.of("device", "scaling");
  private static final String TIMER = "peer-timer";
  private static final String MODULE = "jdk.incubator.vector";
  private static final String WIDTH = "-XX:UseAVX=";

  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] arguments) throws IOException {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) throws IOException {
    if (arguments.length > 0 && REPORTS.contains(arguments[0])) {
      return report(arguments[0], Arrays.asList(arguments).subList(1, arguments.length));
    }
    if (arguments.length == 1 && arguments[0].equals(TIMER)) {
      PeerTimer.main(new String[0]);
      return 0;
    }
    CommandLineOptions given;
    try {
      given = new CommandLineOptions(arguments);
    } catch (CommandLineOptionException e) {
      return failed(BAD_INPUT, e.getMessage());
    }
    if (informs(given)) {
      org.openjdk.jmh.Main.main(arguments);
      return 0;
    }
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    if (given.getProfilers().isEmpty()) {
      options.addProfiler(GCProfiler.class);
    }
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      List<String> flags = new ArrayList<>(given.getJvmArgsPrepend().orElse(List.of()));
      flags.add("--add-modules=" + MODULE);
      // Forks inherit it, unless -jvmArgs take the place of all that they inherit.
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(option -> option.startsWith(WIDTH))
          .forEach(flags::add);
      options.jvmArgsPrepend(flags.toArray(String[]::new));
    }
    try {
      // JMH goes on to the next benchmark after one that failed, whose reason stands in its output.
      return new Runner(options.build()).run().isEmpty()
          ? failed(ENVIRONMENT, "no benchmark came to a result; the reasons stand above")
          : 0;
    } catch (NoBenchmarksException e) {
      return failed(
          BAD_INPUT,
          "no benchmark matches "
              + String.join(" ", arguments)
              + ". Benchmarks are listed by: ./edgeflow bench -l");
    } catch (ProfilersFailedException e) {
      return failed(ENVIRONMENT, e.getMessage());
    } catch (RunnerException e) {
      return failed(DEFECT, e.getMessage());
    }
  }

  private static int report(String which, List<String> words) {
    try {
      if (which.equals("device")) {
        DeviceReport.lines(words).forEach(System.out::println);
      } else {
        ScalingReport.run(words, System.out::println);
      }
      return 0;
    } catch (ConfigException e) {
      return failed(BAD_INPUT, e.getMessage());
    } catch (BackendUnavailableException e) {
      return failed(ENVIRONMENT, e.getMessage());
    }
  }

  private static boolean informs(CommandLineOptions given) {
    return given.shouldHelp()
        || given.shouldList()
        || given.shouldListWithParams()
        || given.shouldListProfilers()
        || given.shouldListResultFormats();
  }

  private static int failed(int exitCode, String message) {
    System.err.println("edgeflow: " + message);
    return exitCode;
  }
}
