package org.edgeflow.cli.export;

import org.edgeflow.cli.report.HtmlReporter;
import org.edgeflow.cli.report.pdf.PdfReporter;
import org.edgeflow.cli.report.svg.FiguresReporter;
import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** What is made of a finished run. */
public final class ReportPlugin extends EdgeFlowPlugin {
  @Override
  protected void configure() {
    reporter("html", new HtmlReporter.Factory());
    reporter("figures", new FiguresReporter.Factory());
    reporter("pdf", new PdfReporter.Factory());
    reporter("npz", new NpzReporter.Factory());
    reporter("hdf5", new Hdf5Reporter.Factory());
    reporter("tensorboard", new TensorBoardReporter.Factory());
  }
}
