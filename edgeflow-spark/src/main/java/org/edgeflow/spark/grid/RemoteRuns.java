package org.edgeflow.spark.grid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * Run directories on a Hadoop file system. A run is whole exactly if its {@code summary.json} is
 * there, which is written last; what a lost executor left is written over.
 */
final class RemoteRuns {
  private static final String SUMMARY = "summary.json";

  /** What the page and the table of a grid are made of, the last one last. */
  private static final List<String> FILES =
      List.of("config.yaml", "provenance.json", "checksums.sha256", SUMMARY);

  private static final int BUFFER = 1 << 16;

  private final Path base;
  private final FileSystem files;

  /** The runs below a {@link #place}. */
  RemoteRuns(String place) throws IOException {
    this.base = new Path(place);
    this.files = base.getFileSystem(new Configuration());
  }

  /**
   * Makes sure that it is the URI of something.
   *
   * @throws ConfigException if it is none
   */
  static void checkForm(String uri) {
    try {
      if (new URI(uri).getScheme() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      // As below.
    }
    throw new ConfigException(
        "--results "
            + Excerpt.of(uri)
            + ": expected a URI of a file system that all machines see, as in"
            + " hdfs://HOST/grids/valley, s3a://BUCKET/valley or file:///shared/valley.");
  }

  /** What Hadoop calls the place that a URI names: with what the URI had to escape. */
  static String place(String uri) {
    return new Path(URI.create(uri)).toString();
  }

  boolean isWhole(String place) throws IOException {
    return files.exists(new Path(new Path(base, place), SUMMARY));
  }

  /** Copies a finished run. */
  void put(java.nio.file.Path directory, String place) throws IOException {
    Path target = new Path(base, place);
    files.delete(target, true);
    List<java.nio.file.Path> found;
    try (Stream<java.nio.file.Path> walk = Files.walk(directory)) {
      found = walk.filter(Files::isRegularFile).filter(file -> !isLock(file)).sorted().toList();
    }
    for (java.nio.file.Path file : found) {
      if (!file.endsWith(SUMMARY)) {
        copy(file, new Path(target, directory.relativize(file).toString()));
      }
    }
    copy(directory.resolve(SUMMARY), new Path(target, SUMMARY));
  }

  private static boolean isLock(java.nio.file.Path file) {
    return file.endsWith(org.edgeflow.cli.checkpoint.RunLock.FILE);
  }

  private void copy(java.nio.file.Path file, Path target) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var out = files.create(target, true)) {
      IOUtils.copyBytes(in, out, BUFFER);
      out.hflush();
    }
  }

  /** Those of a whole run that pages and tables are made of. */
  Map<String, byte[]> files(String place) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String name : FILES) {
      try (InputStream in = files.open(new Path(new Path(base, place), name))) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        in.transferTo(out);
        contents.put(name, out.toByteArray());
      }
    }
    return contents;
  }
}
