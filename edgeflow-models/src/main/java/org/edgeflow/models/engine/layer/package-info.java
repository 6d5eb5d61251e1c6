/**
 * The exact engine's layers, each with its derivative forwards and backwards and their tangents.
 */
package org.edgeflow.models.engine.layer;
