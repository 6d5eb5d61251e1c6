package org.edgeflow.backends.host.instructions;

import org.edgeflow.backends.host.blas.SmallProducts;
import org.edgeflow.backends.host.loops.Activations;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.loops.Pixels;

/**
 * All loops of one format.
 *
 * @param elements over stretches
 * @param pixels over images
 * @param activations transcendental functions
 * @param products of small matrices; null where a BLAS is quicker
 */
public record Loops(
    Elements elements, Pixels pixels, Activations activations, SmallProducts products) {}
