/** What keeps an oscillation from dying out: rounding, and the noise of sampled gradients. */
package org.edgeflow.core.flow.noise;
