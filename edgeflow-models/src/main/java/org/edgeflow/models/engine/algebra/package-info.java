/**
 * Layers of plain tensor algebra, which together make whatever a graph of somebody else's is made
 * of: sums, products, selections, parameters as signals, each with its derivative forwards and
 * backwards and their tangents.
 */
package org.edgeflow.models.engine.algebra;
