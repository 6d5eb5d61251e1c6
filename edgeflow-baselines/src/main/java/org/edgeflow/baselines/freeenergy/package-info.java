/** Averaged gradient descent with the covariance of its fast oscillations. */
package org.edgeflow.baselines.freeenergy;
