package org.edgeflow.cli.report.panel;

/**
 * The colours of a run: GD is black, models take the colours that Okabe and Ito chose to be told
 * apart by colour-blind readers, darkest first, then the same ones dashed.
 */
public final class Palette {
  public static final String BLACK = "#000000";
  static final String GREY = "#9a9a9a";
  public static final String LINE = "#555555";
  private static final String[] MODELS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"
  };

  private Palette() {}

  /** The stroke of GD, wide enough to be seen under a model that agrees with it. */
  public static Curve.Stroke gradientDescent() {
    return new Curve.Stroke(BLACK, 2.6, false);
  }

  /** The stroke of the model of an index from 0. */
  public static Curve.Stroke model(int index) {
    return new Curve.Stroke(MODELS[index % MODELS.length], 1.6, index / MODELS.length % 2 == 1);
  }
}
