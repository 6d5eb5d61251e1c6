/**
 * DL4J's networks as objectives, differentiated by DL4J's own backprop.
 *
 * <p>{@link org.edgeflow.models.network.MultilayerPerceptronFactory} builds fully connected ones,
 * {@link org.edgeflow.models.dl4j.GivenNetworkFactory} takes those that somebody else defined.
 * Parameters keep DL4J's flat order: layer by layer, a dense layer's weights unit by unit, then its
 * biases.
 */
package org.edgeflow.models.dl4j;
