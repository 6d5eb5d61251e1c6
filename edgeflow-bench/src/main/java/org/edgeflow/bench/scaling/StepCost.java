package org.edgeflow.bench.scaling;

/**
 * What a step takes at one size.
 *
 * @param size along the axis
 * @param parameters of the network
 * @param seconds the median over the timed steps
 * @param memory bytes of the heap that the whole run holds, data included
 * @param working bytes of it beside the data
 */
record StepCost(int size, int parameters, double seconds, double memory, double working) {}
