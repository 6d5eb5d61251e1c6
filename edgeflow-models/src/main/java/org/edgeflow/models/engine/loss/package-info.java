/** Losses with their gradient by the network's outputs, and its tangent. */
package org.edgeflow.models.engine.loss;
