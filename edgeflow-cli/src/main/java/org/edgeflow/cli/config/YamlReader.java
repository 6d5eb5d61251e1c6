package org.edgeflow.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/**
 * Reads YAML into a tree whose nodes know their lines. One document, keys at most once in a
 * section, and neither anchors, aliases nor tags: a config says everything where it stands.
 */
public final class YamlReader {
  /** Deeper than any config, and shallow enough to be read by recursion on any stack. */
  private static final int DEEPEST = 100;

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();
  private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

  private final String[] lines;
  private final String source;
  private final boolean countsLines;
  private final Path directory;
  private YAMLParser parser;

  private YamlReader(String text, String source, boolean countsLines, Path directory) {
    this.lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1);
    this.source = source;
    this.countsLines = countsLines;
    this.directory = directory;
  }

  /**
   * Reads the text of a file.
   *
   * @param source what messages call the file
   * @param directory what relative paths in it are relative to
   * @throws ConfigException naming line and column, if it is not YAML
   */
  public static Node readFile(String text, String source, Path directory) {
    return new YamlReader(text, source, true, directory).read(text);
  }

  /**
   * Reads a value given on the command line.
   *
   * @param origin the origin of every node
   * @throws ConfigException if it is not YAML
   */
  public static Node readValue(String text, Origin origin) {
    return new YamlReader(text, origin.source(), false, origin.directory()).read(text);
  }

  private Node read(String text) {
    try (YAMLParser opened = YAML.createParser(text)) {
      parser = opened;
      JsonToken first = parser.nextToken();
      Node node = first == null ? new Node.Scalar("", false, origin(1)) : node(first);
      if (parser.nextToken() != null) {
        throw refused("a second document begins here; a config is one document");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw refused(
          "nested more than "
              + DEEPEST
              + " deep, or longer than a config can be; look for an open bracket");
    } catch (JsonProcessingException e) {
      throw notYaml(e);
    } catch (IOException e) {
      // The text is in memory.
      throw new UncheckedIOException(e);
    }
  }

  private Node node(JsonToken token) throws IOException {
    char first = firstCharacter();
    if (parser.isCurrentAlias() || first == '&') {
      throw refused("anchors and aliases (& and *) are not supported: write the value out");
    }
    if (parser.getTypeId() != null || first == '!') {
      throw refused("tags (!) are not supported: write the plain value");
    }
    Origin origin = origin(parser.currentTokenLocation().getLineNr());
    return switch (token) {
      case START_OBJECT -> mapping(origin);
      case START_ARRAY -> sequence(origin);
      case VALUE_NULL -> new Node.Scalar("", false, origin);
      default -> new Node.Scalar(text(), "\"'|>".indexOf(first) >= 0, origin);
    };
  }

  private Node.Mapping mapping(Origin origin) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      String key = text();
      int line = parser.currentTokenLocation().getLineNr();
      Integer earlier = seen.putIfAbsent(key, line);
      if (earlier != null) {
        throw refused(
            "the key '"
                + Excerpt.of(key)
                + "' is given twice"
                + (countsLines ? ", first in line " + earlier : "")
                + "; keep one of them");
      }
      entries.put(key, node(parser.nextToken()));
    }
    return new Node.Mapping(entries, origin);
  }

  private Node.Sequence sequence(Origin origin) throws IOException {
    List<Node> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token));
    }
    return new Node.Sequence(items, origin);
  }

  // Escapes can write what UTF-8 cannot hold; a resolved config would not read back.
  private String text() throws IOException {
    String text = parser.getText();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw refused(
          "half of a surrogate pair in '" + Excerpt.of(text) + "' is no character: write it out");
    }
    return text;
  }

  /** The character at which the current token begins; the parser itself does not tell of quotes. */
  private char firstCharacter() {
    JsonLocation place = parser.currentTokenLocation();
    if (place.getLineNr() > lines.length) {
      return ' ';
    }
    String line = lines[place.getLineNr() - 1];
    int codePoints = place.getColumnNr() - 1;
    if (codePoints >= line.codePointCount(0, line.length())) {
      return ' ';
    }
    return line.charAt(line.offsetByCodePoints(0, codePoints));
  }

  private Origin origin(int line) {
    return new Origin(source, countsLines ? line : 0, directory);
  }

  private ConfigException refused(String why) {
    return new ConfigException(
        origin(parser.currentTokenLocation().getLineNr()) + ": " + why + ".");
  }

  // The library's message is several lines of context; its last place is where reading failed, and
  // the last line at the margin says why.
  private ConfigException notYaml(JsonProcessingException e) {
    int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
    Matcher place = PLACE.matcher(e.getOriginalMessage());
    while (place.find()) {
      line = Integer.parseInt(place.group(1));
      column = Integer.parseInt(place.group(2));
    }
    String why = "";
    for (String part : e.getOriginalMessage().lines().toList()) {
      if (!part.isBlank() && !Character.isWhitespace(part.charAt(0))) {
        why = part;
      }
    }
    if (e.getOriginalMessage().contains("Expected a field name")) {
      why = "a key must be a single word";
    }
    return new ConfigException(
        origin(line)
            + (countsLines ? ", column " + column : "")
            + ": not valid YAML: "
            + why.replaceAll("[.\\s]+$", "")
            + ".");
  }
}
