/**
 * The pictures of a run before they are drawn: curves, axes, colours. The page and the SVGs draw
 * the same ones; comparisons and reproductions make their own.
 */
package org.edgeflow.cli.report.panel;
