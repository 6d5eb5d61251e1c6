/**
 * Where data enter a network: the first layer's values, tangents and gradients, of two points in
 * one product where that saves reading the data.
 *
 * <p>Lanes and their tapes come in.
 */
package org.edgeflow.models.engine.lane.entrance;
