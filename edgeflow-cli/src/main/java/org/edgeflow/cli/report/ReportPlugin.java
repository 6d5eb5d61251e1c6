package org.edgeflow.cli.report;

import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** What is made of a finished run. */
public final class ReportPlugin extends EdgeFlowPlugin {
  @Override
  protected void configure() {
    reporter("html", new HtmlReporter.Factory());
    reporter("figures", new FiguresReporter.Factory());
  }
}
