package org.edgeflow.models.dl4j.file.grammar;

import java.util.List;

/**
 * A configuration that may be given to DL4J.
 *
 * @param json its text
 * @param graph whether it is a ComputationGraph's
 * @param refusals settings that no objective can honour, each a clause
 * @param notes settings that have no bearing here and that its author may think of, each a clause
 */
public record NetworkConfiguration(
    String json, boolean graph, List<String> refusals, List<String> notes) {
  /** Copies the lists. */
  public NetworkConfiguration {
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }
}
