/**
 * What a run remembers ({@link org.edgeflow.core.checkpoint.Snapshot} and the {@link
 * org.edgeflow.core.checkpoint.Fields} that its parts name), and files that are whole or not there.
 */
package org.edgeflow.core.checkpoint;
