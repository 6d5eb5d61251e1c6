/** Runs as work that somebody carries out, here or elsewhere: orders, how runs end, progress. */
package org.edgeflow.cli.grid.work;
