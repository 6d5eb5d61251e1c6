/**
 * A plan carried out: the run directory, the loop with its checkpoints and its interruption, what
 * is said meanwhile, and the files and the table at the end.
 */
package org.edgeflow.cli.run;
