/** What is measured of a trajectory beside its fixed columns, at nobody's cost. */
package org.edgeflow.core.record.probe;
