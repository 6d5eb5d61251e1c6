/**
 * DL4J's own backpropagation as a loss, with the functions that DL4J lacks or has imprecisely.
 *
 * <p>The room {@code dl4j} comes in; DL4J finds the functions by their names.
 */
package org.edgeflow.models.dl4j.backprop;
