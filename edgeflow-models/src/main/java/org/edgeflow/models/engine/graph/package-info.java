/**
 * {@link org.edgeflow.models.engine.graph.LayerGraph}: what a network computes, before any tensor
 * is there.
 *
 * <p>Whoever describes a network comes in: networks by name, DL4J's compiler, tests.
 */
package org.edgeflow.models.engine.graph;
