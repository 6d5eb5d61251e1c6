package org.edgeflow.bench.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.edgeflow.core.settings.ConfigException;

/**
 * {@code ./edgeflow bench scaling --out DIR}: what a step of Edge Flow takes, and how it grows with
 * examples, width, depth and tracked eigenvalues, one at a time from {@link Sizes#middle}.
 *
 * <p>Writes {@code scaling.md} (what is printed), {@code scaling.csv} (a row for each size), {@code
 * exponents.csv}, and for each axis {@code time-AXIS.svg} and {@code memory-AXIS.svg}.
 */
public final class ScalingReport {
  private static final Sizes SMALLEST = new Sizes(10, 4, 1, 1);

  private ScalingReport() {}

  /**
   * Measures, and writes the files.
   *
   * @param arguments {@code --KEY VALUE}, and {@code --quick}
   * @param printer takes each table as soon as it is there
   * @throws ConfigException if an argument is wrong or the folder cannot be written; nothing has
   *     been measured then
   * @throws org.edgeflow.core.tensor.BackendUnavailableException if the backend cannot be used
   */
  public static void run(List<String> arguments, Consumer<String> printer) {
    ScalingSettings settings = ScalingSettings.of(arguments);
    Path folder = folder(settings.out());
    Sizes middle = Sizes.middle(settings);
    List<Growth> growths = new ArrayList<>();
    // What a process loads with its first run is no part of that run's memory.
    StepTimer.measure(settings, SMALLEST, 1);
    for (Axis axis : Axis.values()) {
      List<StepCost> costs = new ArrayList<>();
      for (int size : settings.sizes(axis)) {
        costs.add(StepTimer.measure(settings, middle.with(axis, size), size));
      }
      if (!costs.isEmpty()) {
        Growth growth = new Growth(axis, List.copyOf(costs));
        growths.add(growth);
        printer.accept(growth.table());
      }
    }
    try {
      write(folder, growths);
    } catch (IOException e) {
      throw new ConfigException(
          "bench scaling: "
              + folder
              + " cannot be written ("
              + e.getMessage()
              + "); the tables stand above.");
    }
    printer.accept("results: " + folder);
  }

  // Asked before minutes of measuring.
  private static Path folder(Path out) {
    try {
      Path folder = Files.createDirectories(out);
      if (Files.isWritable(folder)) {
        return folder;
      }
      throw new IOException("no permission to write");
    } catch (IOException e) {
      throw new ConfigException(
          "bench scaling: '--out' is "
              + out
              + ", which cannot be made or written ("
              + e.getMessage()
              + "); expected a folder. Choose another one.");
    }
  }

  private static void write(Path folder, List<Growth> growths) throws IOException {
    StringBuilder tables = new StringBuilder();
    StringBuilder costs =
        new StringBuilder("axis,size,parameters,seconds,memory_bytes,working_bytes\n");
    StringBuilder exponents = new StringBuilder("axis,quantity,factor,exponent,standard_error\n");
    for (Growth growth : growths) {
      tables.append(growth.table()).append('\n');
      String axis = growth.axis().label();
      for (StepCost cost : growth.costs()) {
        costs.append(
            String.format(
                Locale.ROOT,
                "%s,%d,%d,%s,%.0f,%.0f%n",
                axis,
                cost.size(),
                cost.parameters(),
                cost.seconds(),
                cost.memory(),
                cost.working()));
      }
      exponents.append(line(axis, "seconds", growth.time()));
      exponents.append(line(axis, "memory_bytes", growth.memory()));
      exponents.append(line(axis, "working_bytes", growth.working()));
      Files.writeString(folder.resolve("time-" + axis + ".svg"), GrowthFigure.time(growth));
      Files.writeString(folder.resolve("memory-" + axis + ".svg"), GrowthFigure.memory(growth));
    }
    Files.writeString(folder.resolve("scaling.md"), tables);
    Files.writeString(folder.resolve("scaling.csv"), costs);
    Files.writeString(folder.resolve("exponents.csv"), exponents);
  }

  private static String line(String axis, String quantity, PowerLaw law) {
    return String.format(
        "%s,%s,%s,%s,%s%n",
        axis, quantity, law.factor(), law.exponent(), Double.isNaN(law.error()) ? "" : law.error());
  }
}
