/**
 * Convolutions by tiles, on backends that have {@link org.edgeflow.core.tensor.Kernels.Tiles}; made
 * by {@link org.edgeflow.models.engine.layer.Linear} alone.
 */
package org.edgeflow.models.engine.layer.tiled;
