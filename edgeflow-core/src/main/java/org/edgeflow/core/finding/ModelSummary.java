package org.edgeflow.core.finding;

/**
 * What a run found about one model, or about the reference.
 *
 * @param name unique in the run
 * @param type the flow's or optimizer's name in the registry
 * @param remark what everybody who reads its results must know about it; empty for most
 */
public record ModelSummary(
    String name, String type, Outcome outcome, Figures figures, String remark) {

  /** The sentence that stands under every table with a model that has a remark. */
  public static String note(String name, String remark) {
    return name + " is " + remark + ".";
  }

  /** One of its figures; NaN if it was not found. */
  public double get(Figure figure) {
    return figures.get(figure);
  }
}
