package org.edgeflow.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Frame;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.result.Points;

/** The panels as the page's script reads them. */
public final class PageData {
  /** Enough digits to zoom in a thousandfold and see no steps. */
  private static final MathContext DIGITS = new MathContext(8);

  /**
   * Numbers of a page's curves together; at some nine characters each, one and a half megabytes.
   */
  private static final int MOST_NUMBERS = 170_000;

  /** What a curve keeps however many there are. */
  private static final int FEWEST_POINTS = 200;

  private final JsonMapper json = new JsonMapper();
  private final int points;

  /** With at most {@code points} points a curve, and fewer where there are many curves. */
  public PageData(int points) {
    this.points = points;
  }

  /** The panels as a JSON array. */
  public String json(List<Panel> panels) {
    ArrayNode array = json.createArrayNode();
    int limit = limit(panels, points);
    panels.forEach(panel -> array.add(panel(panel, limit)));
    try {
      return json.writeValueAsString(array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts that are not JSON", e);
    }
  }

  /**
   * How many points a curve has at most, so that the page stays small.
   *
   * @param wanted what somebody asked for
   */
  static int limit(List<Panel> panels, int wanted) {
    long curves = panels.stream().mapToLong(panel -> panel.curves().size()).sum();
    return (int) Math.min(wanted, Math.max(FEWEST_POINTS, MOST_NUMBERS / 2 / Math.max(1, curves)));
  }

  private ObjectNode panel(Panel panel, int limit) {
    ObjectNode node = json.createObjectNode();
    node.put("id", panel.id());
    node.put("ordinate", panel.ordinate());
    node.put("logarithmic", panel.logarithmic());
    node.set("linearFrame", frame(Frame.linear(panel)));
    node.set("logarithmicFrame", frame(Frame.logarithmic(panel)));
    node.put("lastStep", panel.lastStep());
    ArrayNode curves = node.putArray("curves");
    panel.curves().forEach(curve -> curves.add(curve(curve, limit)));
    panel.levels().forEach(mark -> node.withArray("levels").add(mark(mark)));
    panel.moments().forEach(mark -> node.withArray("moments").add(mark(mark)));
    return node;
  }

  private ObjectNode curve(Curve curve, int limit) {
    Points thinned = curve.points().thinned(limit);
    ObjectNode node = json.createObjectNode();
    node.put("label", curve.label());
    node.put("key", curve.key());
    node.put("color", curve.stroke().color());
    node.put("width", curve.stroke().width());
    node.put("dashed", curve.stroke().dashed());
    node.put("framing", curve.framing());
    node.set("x", numbers(thinned.x()));
    node.set("y", numbers(thinned.y()));
    return node;
  }

  private ObjectNode mark(Panel.Mark mark) {
    ObjectNode node = json.createObjectNode();
    node.put("at", mark.at());
    node.put("label", mark.label());
    node.put("color", mark.color());
    return node;
  }

  private ArrayNode frame(Frame frame) {
    return numbers(new double[] {frame.low(), frame.high()});
  }

  private ArrayNode numbers(double[] values) {
    ArrayNode array = json.createArrayNode();
    for (double value : values) {
      if (value == Math.rint(value) && Math.abs(value) < 1e15) {
        array.add((long) value);
      } else {
        array.add(new BigDecimal(value).round(DIGITS).doubleValue());
      }
    }
    return array;
  }
}
