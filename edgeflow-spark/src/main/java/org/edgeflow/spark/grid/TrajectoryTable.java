package org.edgeflow.spark.grid;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_extract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.grid.work.FinishedRun;

/**
 * All rows of all trajectories of a grid as one table, to query by SQL: the run, the grid's values,
 * the model, the step, and a column for every quantity that any trajectory has. It is Parquet, in
 * the order of the grid.
 */
final class TrajectoryTable {
  /** What tells a file apart from all others, as Spark's URL of it ends. */
  private static final String PLACE = "([^/]+/trajectories/[^/]+)$";

  private static final String SUFFIX = ".csv";

  private final SparkSession session;
  private final FileSystem files;
  private final Map<String, List<Path>> byHeader = new LinkedHashMap<>();
  private final List<Row> places = new ArrayList<>();

  private TrajectoryTable(SparkSession session, FileSystem files) {
    this.session = session;
    this.files = files;
  }

  /**
   * Writes the table.
   *
   * @param root the grid's output directory
   * @param base the URI of the file system's folder that stands for it
   * @param runs in the grid's order
   * @param target the table's URI; what was there is replaced
   * @throws EnvironmentException if that fails
   */
  static void write(
      SparkSession session,
      java.nio.file.Path root,
      String base,
      List<FinishedRun> runs,
      String target) {
    try {
      FileSystem files = new Path(base).getFileSystem(new Configuration());
      TrajectoryTable table = new TrajectoryTable(session, files);
      for (int i = 0; i < runs.size(); i++) {
        String place = root.relativize(runs.get(i).directory().toAbsolutePath()).toString();
        table.find(i, runs.get(i), new Path(new Path(base, place), "trajectories"));
      }
      table.rows(runs).write().mode(SaveMode.Overwrite).parquet(target);
    } catch (Exception e) {
      // Spark throws checked exceptions of its own that its methods do not declare.
      throw new EnvironmentException(
          "the table of all trajectories cannot be written to "
              + target
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ". The runs are complete; give the same command again.",
          e);
    }
  }

  private void find(int index, FinishedRun run, Path folder) throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      Path file = status.getPath();
      if (!file.getName().endsWith(SUFFIX)) {
        continue;
      }
      byHeader.computeIfAbsent(header(file), none -> new ArrayList<>()).add(file);
      List<Object> row = new ArrayList<>();
      String[] parts = file.toUri().getRawPath().split("/");
      row.add(String.join("/", List.of(parts).subList(parts.length - 3, parts.length)));
      row.add(index);
      row.add(run.name());
      row.addAll(run.values().values());
      row.add(file.getName().substring(0, file.getName().length() - SUFFIX.length()));
      places.add(RowFactory.create(row.toArray()));
    }
  }

  private String header(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException(file + " is empty");
      }
      return line;
    }
  }

  private Dataset<Row> rows(List<FinishedRun> runs) {
    StructType key =
        new StructType()
            .add("place", DataTypes.StringType)
            .add("place_in_grid", DataTypes.IntegerType)
            .add("run", DataTypes.StringType);
    for (String name : runs.get(0).values().keySet()) {
      key = key.add(name, DataTypes.StringType);
    }
    key = key.add("model", DataTypes.StringType);
    Dataset<Row> found = session.createDataFrame(places, key);
    for (String name : runs.get(0).values().keySet()) {
      DataType type = type(runs, name);
      found = found.withColumn(name, col("`" + name + "`").cast(type));
    }
    Dataset<Row> all = null;
    for (Map.Entry<String, List<Path>> group : byHeader.entrySet()) {
      Dataset<Row> read = read(group.getKey(), group.getValue());
      all = all == null ? read : all.unionByName(read, true);
    }
    return broadcast(found)
        .join(all, "place")
        .drop("place")
        .orderBy("place_in_grid", "model", "step")
        .drop("place_in_grid");
  }

  private Dataset<Row> read(String header, List<Path> paths) {
    StructType type = new StructType();
    for (String column : header.split(",")) {
      type = type.add(column, column.equals("step") ? DataTypes.LongType : DataTypes.DoubleType);
    }
    return session
        .read()
        .schema(type)
        .option("header", true)
        .option("nanValue", "NaN")
        .option("positiveInf", "Infinity")
        .option("negativeInf", "-Infinity")
        .option("mode", "FAILFAST")
        .csv(paths.stream().map(Path::toString).toArray(String[]::new))
        .withColumn("place", regexp_extract(col("_metadata.file_path"), PLACE, 1));
  }

  /** Whole numbers, numbers or texts, as all of the grid's values of a key are. */
  private static DataType type(List<FinishedRun> runs, String key) {
    List<String> values = runs.stream().map(run -> run.values().get(key)).toList();
    if (values.stream().allMatch(value -> value.matches("-?\\d{1,18}"))) {
      return DataTypes.LongType;
    }
    return values.stream().allMatch(value -> value.matches("[-+]?[0-9.]+([eE][-+]?\\d+)?"))
        ? DataTypes.DoubleType
        : DataTypes.StringType;
  }
}
