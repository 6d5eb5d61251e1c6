package org.edgeflow.cli.config;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.edgeflow.core.settings.Node;

/** Writes a tree as YAML that reads back to an equal tree. */
public final class YamlWriter {
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
  private static final Pattern RESERVED =
      Pattern.compile("true|false|yes|no|on|off|null|y|n", Pattern.CASE_INSENSITIVE);

  private YamlWriter() {}

  /** The text of a tree, ending in a line feed. */
  public static String write(Node node) {
    StringWriter text = new StringWriter();
    try (YAMLGenerator generator = YAML.createGenerator(text)) {
      write(node, generator);
    } catch (IOException e) {
      // The text is in memory.
      throw new UncheckedIOException(e);
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static void write(Node node, YAMLGenerator generator) throws IOException {
    if (node instanceof Node.Mapping mapping) {
      generator.writeStartObject();
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        generator.writeFieldName(entry.getKey());
        write(entry.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (node instanceof Node.Sequence sequence) {
      generator.writeStartArray();
      for (Node item : sequence.items()) {
        write(item, generator);
      }
      generator.writeEndArray();
    } else if (node instanceof Node.Scalar scalar) {
      write(scalar, generator);
    }
  }

  private static void write(Node.Scalar scalar, YAMLGenerator generator) throws IOException {
    if (scalar.text().isEmpty() && !scalar.quoted()) {
      generator.writeNull();
    } else if (!scalar.quoted() || isPlainWord(scalar.text())) {
      // The generator writes a number given as text as it stands, without quotes.
      generator.writeNumber(scalar.text());
    } else {
      generator.writeString(scalar.text());
    }
  }

  private static boolean isPlainWord(String text) {
    return WORD.matcher(text).matches() && !RESERVED.matcher(text).matches();
  }
}
