/**
 * What the exact engine's layers are made of: signals with their tangents and deltas, stages that
 * turn one into another, and the wiring and storage between them.
 */
package org.edgeflow.models.engine.signal;
