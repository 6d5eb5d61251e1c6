/** The section {@code grid} of a config: what varies, and the runs that it makes. */
package org.edgeflow.cli.grid.plan;
