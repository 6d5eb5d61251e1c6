/** The rivals of Edge Flow: those of one class here, the others in a package each. */
package org.edgeflow.baselines;
