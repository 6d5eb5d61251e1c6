/** What, beside its config, decides the result of a run, and what it reads. */
package org.edgeflow.core.experiment.provenance;
