/**
 * The pictures of a run before they are drawn: curves, axes, colours. The page, the SVGs and the
 * PDFs draw the same ones; comparisons and reproductions make their own.
 */
package org.edgeflow.cli.report.panel;
