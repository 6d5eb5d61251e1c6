/**
 * Examples as the engine reads them, cut into blocks on a backend.
 *
 * <p>The objective and its lanes come in.
 */
package org.edgeflow.models.engine.blocks;
