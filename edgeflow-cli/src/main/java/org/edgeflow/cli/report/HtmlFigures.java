package org.edgeflow.cli.report;

import java.util.List;
import org.edgeflow.cli.report.panel.Panel;

/** A page's places for panels, which its script draws in. */
public final class HtmlFigures {
  private HtmlFigures() {}

  /**
   * A place for each panel, with its caption.
   *
   * @param first how many panels stand before these on the page
   */
  public static String html(List<Panel> panels, int first) {
    StringBuilder figures = new StringBuilder();
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      figures
          .append("<figure><h3>")
          .append(Html.escape(panel.title()))
          .append("<button type=\"button\" class=\"scale\" data-panel=\"")
          .append(first + i)
          .append("\"></button></h3><div class=\"panel\" id=\"panel-")
          .append(first + i)
          .append("\"></div><figcaption><b>Figure ")
          .append(first + i + 1)
          .append(".</b> ")
          .append(Html.escape(panel.caption()))
          .append("</figcaption></figure>\n");
    }
    return figures.toString();
  }
}
