/**
 * What finished runs found, read back from their directories: {@code summary.json}, trajectories,
 * config, provenance. Pages and tables are made of this, never of the files themselves.
 */
package org.edgeflow.cli.result;
