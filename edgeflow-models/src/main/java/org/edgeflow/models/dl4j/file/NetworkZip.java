package org.edgeflow.models.dl4j.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.edgeflow.models.dl4j.file.grammar.BadNetworkException;
import org.edgeflow.models.dl4j.file.grammar.Excerpts;
import org.edgeflow.models.dl4j.file.grammar.NetworkConfiguration;
import org.edgeflow.models.dl4j.file.grammar.NetworkGrammar;

/**
 * A network that DL4J saved: a zip, of which the entries {@code configuration.json} and {@code
 * coefficients.bin} are read and nothing else. Java-serialized entries are never opened.
 *
 * @param file the zip
 * @param configuration the checked configuration
 * @param ignored the names of the entries that are not read
 */
public record NetworkZip(Path file, NetworkConfiguration configuration, List<String> ignored) {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final int MOST_ENTRIES = 64;
  private static final int MOST_NAMED = 8;

  /** The most characters that a configuration may have. */
  public static final int LONGEST_CONFIGURATION = 1 << 24;

  /**
   * Reads a file's configuration.
   *
   * @throws BadNetworkException if it is damaged, or holds something else
   */
  public static NetworkZip read(Path file) {
    return opened(
        file,
        zip -> {
          List<String> ignored = others(zip);
          ZipEntry configuration = zip.getEntry(CONFIGURATION);
          if (configuration == null || zip.getEntry(COEFFICIENTS) == null) {
            throw new BadNetworkException(
                "holds no DL4J network, expected the entries "
                    + CONFIGURATION
                    + " and "
                    + COEFFICIENTS
                    + ", as MultiLayerNetwork.save writes them");
          }
          return new NetworkZip(file, NetworkGrammar.check(text(zip, configuration)), ignored);
        });
  }

  /**
   * Reads the parameters, in DL4J's flat order.
   *
   * @param expected how many the configuration describes
   * @throws BadNetworkException if they are damaged, or of another number
   */
  public double[] coefficients(long expected) {
    return opened(
        file,
        zip -> {
          others(zip);
          ZipEntry entry = zip.getEntry(COEFFICIENTS);
          if (entry == null) {
            throw new IOException("it has been changed while it was read");
          }
          try (CheckedInputStream stream = open(zip, entry)) {
            double[] values = Coefficients.read(stream, expected);
            requireIntact(stream, entry);
            return values;
          }
        });
  }

  /** What is done with an open zip. */
  private interface Reading<T> {
    T read(ZipFile zip) throws IOException;
  }

  private static <T> T opened(Path file, Reading<T> reading) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return reading.read(zip);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadNetworkException("cannot be read as a zip: " + reason(e), e);
    }
  }

  /** The names of entries that are not a network's, each entry's name being there once. */
  private static List<String> others(ZipFile zip) {
    if (zip.size() > MOST_ENTRIES) {
      throw new BadNetworkException("has " + zip.size() + " entries, and DL4J writes five at most");
    }
    Set<String> names = new HashSet<>();
    List<String> others = new ArrayList<>();
    zip.stream()
        .map(ZipEntry::getName)
        .forEach(
            name -> {
              if (!names.add(name)) {
                throw new BadNetworkException("has the entry " + Excerpts.of(name) + " twice");
              }
              if (!name.equals(CONFIGURATION) && !name.equals(COEFFICIENTS)) {
                others.add(Excerpts.of(name));
              }
            });
    return others.size() <= MOST_NAMED
        ? others
        : List.of(String.join(", ", others.subList(0, MOST_NAMED)), "and others");
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (CheckedInputStream stream = open(zip, entry)) {
      byte[] bytes = stream.readNBytes(LONGEST_CONFIGURATION + 1);
      if (bytes.length > LONGEST_CONFIGURATION) {
        throw new BadNetworkException(
            "has an entry "
                + entry.getName()
                + " of more than "
                + LONGEST_CONFIGURATION
                + " bytes, which no DL4J configuration needs");
      }
      requireIntact(stream, entry);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadNetworkException("has an entry " + entry.getName() + " that is not UTF-8", e);
    }
  }

  private static CheckedInputStream open(ZipFile zip, ZipEntry entry) throws IOException {
    InputStream stream = zip.getInputStream(entry);
    if (stream == null) {
      throw new IOException("the entry " + entry.getName() + " has no data");
    }
    return new CheckedInputStream(stream, new CRC32());
  }

  // ZipFile compares no checksums.
  private static void requireIntact(CheckedInputStream stream, ZipEntry entry) throws IOException {
    if (stream.read() >= 0) {
      throw new BadNetworkException(
          "is damaged: its entry " + entry.getName() + " goes on after its end");
    }
    if (entry.getCrc() != stream.getChecksum().getValue()) {
      throw new BadNetworkException(
          "is damaged: the checksum of its entry " + entry.getName() + " is another");
    }
  }

  private static String reason(Exception e) {
    return Excerpts.of(e.getMessage() == null ? e.toString() : e.getMessage());
  }
}
