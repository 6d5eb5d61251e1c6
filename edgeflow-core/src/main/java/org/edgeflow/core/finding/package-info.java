/**
 * What a run finds: named figures of the reference and of each model, and how each ended. The loop
 * fills them in; files, tables and pages loop over {@link org.edgeflow.core.finding.Figure}.
 */
package org.edgeflow.core.finding;
