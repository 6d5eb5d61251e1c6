package org.edgeflow.cli.reproduction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.reproduction.claim.Line;
import org.edgeflow.cli.reproduction.claim.Paper;
import org.edgeflow.cli.reproduction.claim.Reading;
import org.edgeflow.cli.reproduction.claim.Take;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.cli.result.Trajectory;
import org.edgeflow.cli.run.ExperimentRun;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Spelling;

/** The runs of one paper: each is carried out when the first claim asks for it, and read back. */
final class PaperRuns {
  private final Paper paper;
  private final Path root;
  private final Registry registry;
  private final Console console;
  private final Map<String, List<RunDirectory>> finished = new HashMap<>();
  private final Map<String, ConfigException> refused = new HashMap<>();

  /** The person stopped a run. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Nothing is run yet.
   *
   * @param root the paper's own folder
   * @param console where nothing but warnings go
   */
  PaperRuns(Paper paper, Path root, Registry registry, Console console) {
    this.paper = paper;
    this.root = root;
    this.registry = registry;
    this.console = console;
  }

  /**
   * A run's directories, one a variation.
   *
   * @throws ConfigException if a config is wrong
   * @throws Interrupted if the person stopped it
   */
  List<RunDirectory> of(String run) {
    if (refused.containsKey(run)) {
      throw refused.get(run);
    }
    if (!finished.containsKey(run)) {
      try {
        finished.put(run, carryOut(run, paper.runs().get(run)));
      } catch (ConfigException wrong) {
        refused.put(run, wrong);
        throw wrong;
      }
    }
    return finished.get(run);
  }

  private List<RunDirectory> carryOut(String run, Paper.Variations variations) {
    List<ExperimentPlan> plans =
        variations.configs().stream()
            .map(config -> ExperimentReader.read(config, registry))
            .toList();
    List<RunDirectory> directories = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Path directory = root.resolve(plans.size() == 1 ? run : run + "-" + (i + 1));
      if (!new ExperimentRun(plans.get(i), new RunLayout(directory), console, true).start()) {
        throw new Interrupted();
      }
      try {
        directories.add(new RunDirectoryReader().read(directory));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return directories;
  }

  /**
   * The number of a reading.
   *
   * @throws ConfigException if the runs do not have it; the message says why
   */
  double read(Reading reading) {
    List<RunDirectory> directories = of(reading.run());
    double[] numbers = new double[directories.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = read(reading, directories.get(i));
    }
    double[] varied = paper.runs().get(reading.run()).values();
    double number = together(reading.over(), varied, numbers);
    if (!Double.isFinite(number)) {
      throw new ConfigException(
          "the numbers of the run '"
              + reading.run()
              + "', "
              + Arrays.toString(numbers)
              + ", make no number together.");
    }
    return number;
  }

  private static double together(Reading.Over over, double[] varied, double[] numbers) {
    return switch (over) {
      case ONLY -> numbers[0];
      case MEAN -> Arrays.stream(numbers).average().orElse(Double.NaN);
      case MEDIAN -> Spread.of(Arrays.stream(numbers)).median();
      case MAX -> Arrays.stream(numbers).max().orElse(Double.NaN);
      case MIN -> Arrays.stream(numbers).min().orElse(Double.NaN);
      case RATIO ->
          Arrays.stream(numbers).max().orElse(Double.NaN)
              / Arrays.stream(numbers).min().orElse(Double.NaN);
      case SLOPE -> Line.slope(varied, numbers);
      case EXPONENT -> Line.slope(Line.logarithms(varied), Line.logarithms(numbers));
    };
  }

  private static double read(Reading reading, RunDirectory run) {
    ModelResult result = result(reading, run);
    if (reading.take() == Take.COMPLETED) {
      return result.completed() ? 1 : 0;
    }
    if (reading.take() == Take.THRESHOLD) {
      return run.summary().threshold();
    }
    if (!result.completed()) {
      throw new ConfigException(
          "'" + result.name() + "' of the run " + run.path() + " has " + result.outcome() + ".");
    }
    double number =
        reading
            .chosenFigure()
            .map(result::get)
            .orElseGet(() -> reading.take().of(points(reading, run), level(reading)));
    if (Double.isNaN(number)) {
      throw new ConfigException(
          "'"
              + result.name()
              + "' of the run "
              + run.path()
              + " has no "
              + reading.figure().orElse(reading.column().orElse("")).replace('_', ' ')
              + " of this kind.");
    }
    return number;
  }

  private static double level(Reading reading) {
    return reading.level().orElse(Double.NaN);
  }

  private static ModelResult result(Reading reading, RunDirectory run) {
    if (reading.model().isEmpty()) {
      return run.summary().reference();
    }
    String name = reading.model().get();
    return run.summary().models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = run.summary().models().stream().map(ModelResult::name).toList();
              return new ConfigException(
                  "the run "
                      + reading.run()
                      + " has no model '"
                      + name
                      + "'."
                      + Spelling.hint(name, names)
                      + " Models: "
                      + String.join(", ", names)
                      + ".");
            });
  }

  /**
   * The rows that a reading takes.
   *
   * @throws ConfigException if there are none
   */
  static Points points(Reading reading, RunDirectory run) {
    Trajectory trajectory =
        reading.model().isEmpty()
            ? run.referenceTrajectory()
            : run.trajectory(result(reading, run));
    String column = reading.column().orElseThrow();
    if (!trajectory.columns().contains(column)) {
      throw new ConfigException(
          "the trajectory has no column '"
              + column
              + "'."
              + Spelling.hint(column, trajectory.columns())
              + " Columns: "
              + String.join(", ", trajectory.columns())
              + ".");
    }
    Points all = trajectory.against(column);
    double last = all.size() == 0 ? 0 : all.x(all.size() - 1);
    double from = reading.from() < 0 ? last + reading.from() : reading.from();
    double to = reading.to().map(Long::doubleValue).orElse(Double.POSITIVE_INFINITY);
    Points taken = within(all, from, to);
    if (taken.size() == 0) {
      throw new ConfigException(
          "the column '" + column + "' of the run " + run.path() + " holds nothing there.");
    }
    return taken;
  }

  private static Points within(Points points, double from, double to) {
    int[] kept =
        IntStream.range(0, points.size())
            .filter(i -> points.x(i) >= from && points.x(i) <= to)
            .toArray();
    return Points.of(
        Arrays.stream(kept).mapToDouble(points::x).toArray(),
        Arrays.stream(kept).mapToDouble(points::y).toArray());
  }
}
