/** What the runs of a suite come to: figures over seeds, yardsticks, criteria, verdicts. */
package org.edgeflow.cli.fidelity.standing;
