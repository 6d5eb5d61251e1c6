package org.edgeflow.cli.report.svg;

import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An SVG as it is written: shapes, texts and groups, numbers to a hundredth of a pixel.
 *
 * @param xml modified
 */
record SvgDocument(XMLStreamWriter xml) {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** Begins the document and its root element. */
  void begin(int width, int height, int textSize) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.setDefaultNamespace(NAMESPACE);
    xml.writeStartElement(NAMESPACE, "svg");
    xml.writeDefaultNamespace(NAMESPACE);
    attributes(
        "width",
        width,
        "height",
        height,
        "viewBox",
        "0 0 " + width + " " + height,
        "font-family",
        "Helvetica, Arial, 'Liberation Sans', sans-serif",
        "font-size",
        textSize,
        "role",
        "img");
  }

  /** Ends the document. */
  void end() throws XMLStreamException {
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  /** Ends what was opened last. */
  void close() throws XMLStreamException {
    xml.writeEndElement();
  }

  /** A text with a white rim, so that it can be read on lines; nothing for an empty one. */
  void text(double x, double y, String anchor, String color, String text)
      throws XMLStreamException {
    if (!text.isEmpty()) {
      open(
          "text",
          "x",
          x,
          "y",
          y,
          "text-anchor",
          anchor,
          "fill",
          color,
          "stroke",
          "#ffffff",
          "stroke-width",
          3,
          "stroke-linejoin",
          "round",
          "paint-order",
          "stroke");
      xml.writeCharacters(characters(text));
      xml.writeEndElement();
      xml.writeCharacters("\n");
    }
  }

  /** An element that holds a text. */
  void element(String name, String text) throws XMLStreamException {
    open(name);
    xml.writeCharacters(characters(text));
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  /** Opens an element; attributes are names and values in turn. */
  void open(String name, Object... attributes) throws XMLStreamException {
    xml.writeStartElement(NAMESPACE, name);
    attributes(attributes);
  }

  /** An element that holds nothing. */
  void shape(String name, Object... attributes) throws XMLStreamException {
    xml.writeEmptyElement(NAMESPACE, name);
    attributes(attributes);
    xml.writeCharacters("\n");
  }

  private void attributes(Object... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      xml.writeAttribute(
          namesAndValues[i].toString(),
          value instanceof Double number ? decimal(number) : value.toString());
    }
  }

  /** A number to a hundredth, without zeros behind a whole one. */
  static String decimal(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  /** What XML cannot hold even when escaped is shown as unreadable. */
  private static String characters(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD");
  }
}
