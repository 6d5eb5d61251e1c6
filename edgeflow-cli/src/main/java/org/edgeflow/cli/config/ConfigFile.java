package org.edgeflow.cli.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;

/** Config files on disk. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a config.
   *
   * @throws ConfigException if there is no such file, it cannot be read, or it is no YAML section
   */
  public static Node.Mapping read(Path file) {
    Path directory = file.toAbsolutePath().normalize().getParent();
    Node node = YamlReader.readFile(text(file), file.toString(), directory);
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw new ConfigException(
        node.origin()
            + ": a config is a section of keys such as 'experiment: my-run', got "
            + node.kind()
            + ".");
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(
          file + " is a directory, expected a config file such as examples/sharp-valley.yaml.");
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "no such config file: "
              + file
              + " (looked in "
              + Path.of("").toAbsolutePath()
              + "). The examples lie in examples/.");
    } catch (AccessDeniedException e) {
      throw new ConfigException("the config file " + file + " may not be read: permission denied.");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + " is not a text in UTF-8, expected a config in YAML.");
    } catch (IOException e) {
      throw new ConfigException("the config file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
