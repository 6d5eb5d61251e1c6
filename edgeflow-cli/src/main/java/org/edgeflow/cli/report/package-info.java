/** A finished run as one page that needs nothing beside it. */
package org.edgeflow.cli.report;
