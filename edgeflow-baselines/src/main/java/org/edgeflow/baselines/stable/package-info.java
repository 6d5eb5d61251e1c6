/** The flow that an optimizer follows while nothing oscillates. */
package org.edgeflow.baselines.stable;
