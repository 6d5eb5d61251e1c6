package org.edgeflow.models.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.edgeflow.core.settings.ConfigException;

/**
 * Files in the jar, each checked against a list of SHA-256 digests beside them.
 *
 * @param collection the collection's name, for messages
 * @param open a file's content by its name, or null where there is none
 */
public record EmbeddedFiles(String collection, Function<String, InputStream> open)
    implements SourceFiles {
  private static final String SUMS = "SHA256SUMS";
  private static final String FOLDER = "/org/edgeflow/models/data/";

  /** The resources in the folder of a collection. */
  public static EmbeddedFiles of(String collection) {
    return new EmbeddedFiles(
        collection,
        name -> EmbeddedFiles.class.getResourceAsStream(FOLDER + collection + "/" + name));
  }

  @Override
  public Part read(Split split) {
    return Part.idx(
        verified(split.stem() + "-images-idx3-ubyte.gz"),
        verified(split.stem() + "-labels-idx1-ubyte.gz"));
  }

  private SourceFile verified(String name) {
    SourceFile file = file(name);
    String expected = digest(name);
    if (!file.sha256().equals(expected)) {
      throw new ConfigException(
          file.place()
              + " is damaged: its SHA-256 is "
              + file.sha256()
              + ", expected "
              + expected
              + ". Build or fetch EdgeFlow again.");
    }
    return file;
  }

  private String digest(String name) {
    String sums = new String(file(SUMS).bytes(), StandardCharsets.US_ASCII);
    return sums.lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 2 && words[1].equals(name))
        .map(words -> words[0])
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    place(SUMS) + " does not list " + name + ". Build or fetch EdgeFlow again."));
  }

  private SourceFile file(String name) {
    try (InputStream stream = open.apply(name)) {
      if (stream == null) {
        throw new ConfigException(place(name) + " is missing. Build or fetch EdgeFlow again.");
      }
      return new SourceFile(name, place(name), stream.readAllBytes());
    } catch (IOException e) {
      throw new ConfigException(
          place(name) + " cannot be read: " + e.getMessage() + ". Build or fetch EdgeFlow again.");
    }
  }

  private String place(String name) {
    return "the embedded " + collection + "/" + name;
  }
}
