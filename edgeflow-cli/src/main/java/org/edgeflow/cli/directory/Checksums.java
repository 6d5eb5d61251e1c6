package org.edgeflow.cli.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edgeflow.core.settings.ConfigException;

/**
 * {@code checksums.sha256}: the SHA-256 of every file that a finished run consists of, in the form
 * that {@code sha256sum -c} reads. It is there before {@code summary.json} is.
 */
public final class Checksums {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](\\S.*)");

  private final RunLayout layout;

  /** Of this run. */
  public Checksums(RunLayout layout) {
    this.layout = layout;
  }

  /**
   * Writes the sums of the files as they are now.
   *
   * @param summary the text that {@code summary.json} is going to have
   */
  public void write(String summary) throws IOException {
    StringBuilder lines = new StringBuilder();
    line(lines, hex(sha256().digest(summary.getBytes(StandardCharsets.UTF_8))), layout.summary());
    for (Path file : files()) {
      line(lines, sum(file), file);
    }
    JsonFile.write(layout.checksums(), lines.toString());
  }

  /**
   * Makes sure that files of the run are as it left them. A run of a version that wrote no sums, or
   * a file whose line somebody removed, passes.
   *
   * @throws ConfigException naming every file that is not
   * @throws IOException if one cannot be read
   */
  public void verify(List<Path> files) throws IOException {
    if (!Files.isRegularFile(layout.checksums())) {
      return;
    }
    Map<String, String> expected = read();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      String sum = expected.get(name(file));
      if (sum != null && !(Files.isRegularFile(file) && sum.equals(sum(file)))) {
        problems.add(
            file
                + ": it is not as the run left it (its SHA-256 is not the one in "
                + layout.checksums()
                + "). Restore it, or run the config again; if the change is meant, remove the"
                + " file's line there.");
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    String[] lines =
        new String(Files.readAllBytes(layout.checksums()), StandardCharsets.UTF_8).split("\n");
    for (int i = 0; i < lines.length; i++) {
      Matcher line = LINE.matcher(lines[i]);
      if (!line.matches() || sums.put(line.group(2), line.group(1)) != null) {
        throw new ConfigException(
            layout.checksums()
                + ":"
                + (i + 1)
                + ": expected a SHA-256 and the name of a file, each file once. If the files"
                + " themselves are sound, remove it.");
      }
    }
    return sums;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(List.of(layout.config(), layout.provenance()));
    for (Path folder : List.of(layout.trajectories(), layout.arrays())) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          entries.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
      }
    }
    return files;
  }

  private void line(StringBuilder lines, String sum, Path file) {
    lines.append(sum).append("  ").append(name(file)).append('\n');
  }

  private String name(Path file) {
    return layout.root().relativize(file).toString().replace('\\', '/');
  }

  private static String sum(Path file) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // Reading is what feeds the digest.
      }
      return hex(((DigestInputStream) in).getMessageDigest().digest());
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
