package org.edgeflow.core.finding;

/**
 * What a run found about one model, or about the reference.
 *
 * @param name unique in the run
 * @param type the flow's or optimizer's name in the registry
 */
public record ModelSummary(String name, String type, Outcome outcome, Figures figures) {

  /** One of its figures; NaN if it was not found. */
  public double get(Figure figure) {
    return figures.get(figure);
  }
}
