package org.edgeflow.cli.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.checkpoint.DamagedFileException;
import org.edgeflow.core.checkpoint.Durable;

/** JSON files: strict JSON, UTF-8, indented, written whole or not at all. */
public final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter INDENTED =
      JSON.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private JsonFile() {}

  /** Writes an object; a reader sees the old file or the whole new one. */
  public static void write(Path file, Map<String, ?> content) throws IOException {
    write(file, text(content));
  }

  /** An object as these files have it. */
  public static String text(Map<String, ?> content) throws IOException {
    return INDENTED.writeValueAsString(content) + "\n";
  }

  /** A list as these files have it. */
  public static String text(List<?> content) throws IOException {
    return INDENTED.writeValueAsString(content) + "\n";
  }

  /** Writes a text; a reader sees the old file or the whole new one. */
  public static void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Durable.replace(file, out -> out.write(bytes));
  }

  /**
   * Reads an object that {@link #write} wrote.
   *
   * @throws DamagedFileException if the file holds anything else
   */
  @SuppressWarnings("unchecked")
  static Map<String, Object> read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), LinkedHashMap.class);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(file + " is no JSON object", e);
    }
  }

  /** A number as strict JSON has it: null for what is not finite. */
  public static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
