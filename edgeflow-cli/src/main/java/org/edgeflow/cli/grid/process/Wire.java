package org.edgeflow.cli.grid.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * Messages between a parent and its workers: a line of JSON each, with a mark before it, because
 * libraries print to standard output as they like.
 */
final class Wire {
  private static final String MARK = "edgeflow-grid ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Wire() {}

  static String line(Record message) {
    try {
      return MARK + JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of texts and numbers is JSON", e);
    }
  }

  /** The message of a line; empty if it carries none. */
  static <M extends Record> Optional<M> message(String line, Class<M> type) {
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(line.substring(mark + MARK.length()), type));
    } catch (JsonProcessingException e) {
      // Somebody printed into the middle of it.
      return Optional.empty();
    }
  }
}
