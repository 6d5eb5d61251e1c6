/**
 * Runs in processes of their own: a parent that hands them out, and workers that each carry out one
 * after another, because a process that is warm starts a run in milliseconds.
 */
package org.edgeflow.cli.grid.process;
