/**
 * What makes a run directory safe: the lock of the process at work in it, and the checkpoint with
 * all that must be as it was when a run goes on.
 */
package org.edgeflow.cli.checkpoint;
