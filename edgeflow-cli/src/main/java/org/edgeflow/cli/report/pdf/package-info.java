/** The pictures of a run as PDFs for a paper's column; the one room that knows Apache PDFBox. */
package org.edgeflow.cli.report.pdf;
