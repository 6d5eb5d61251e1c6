/** A comparison as text, Markdown, files and a page. */
package org.edgeflow.cli.fidelity.table;
