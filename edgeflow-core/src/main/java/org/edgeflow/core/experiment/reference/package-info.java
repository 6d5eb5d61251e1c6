/**
 * The optimizer that a run refers to, from one iteration to the next: its iterates, its two-step
 * centre and oscillation, its twin one rounding away, the batches that it sees, and what a model
 * that starts late takes over from it. The run comes in, and nobody else.
 */
package org.edgeflow.core.experiment.reference;
