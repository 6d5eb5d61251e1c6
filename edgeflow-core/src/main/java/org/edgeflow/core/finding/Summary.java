package org.edgeflow.core.finding;

import java.util.List;

/**
 * What a run found.
 *
 * @param experiment its name
 * @param steps how far it was to go
 * @param models the reference first
 */
public record Summary(String experiment, long steps, List<ModelSummary> models) {
  /** Copies the list. */
  public Summary {
    models = List.copyOf(models);
  }
}
