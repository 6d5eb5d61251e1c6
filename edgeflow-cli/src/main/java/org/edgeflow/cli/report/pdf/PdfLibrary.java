package org.edgeflow.cli.report.pdf;

import org.edgeflow.core.settings.ConfigException;

/** Whether PDFs can be made here: the bundle comes without Apache PDFBox and the AWT under it. */
final class PdfLibrary {
  private PdfLibrary() {}

  /**
   * Requires both.
   *
   * @param loader which is to have them
   * @throws ConfigException if it has not
   */
  static void require(ClassLoader loader) {
    for (String name : new String[] {"org.apache.pdfbox.pdmodel.PDDocument", "java.awt.Color"}) {
      try {
        Class.forName(name, false, loader);
      } catch (ClassNotFoundException | LinkageError e) {
        ConfigException refusal =
            new ConfigException(
                "the report 'pdf' needs Apache PDFBox and Java's module java.desktop, and this"
                    + " distribution is without them ("
                    + name
                    + "). Leave 'pdf' out here, and make it of the finished run where EdgeFlow is"
                    + " whole: `edgeflow report DIR --reports pdf`.");
        refusal.initCause(e);
        throw refusal;
      }
    }
  }
}
