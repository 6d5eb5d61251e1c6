/** Pictures for papers: a panel as an SVG that needs no display and no fonts. */
package org.edgeflow.cli.report.svg;
