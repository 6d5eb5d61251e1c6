/**
 * One thread's share of the blocks: a network's layers wired to buffers as tapes, run forwards and
 * backwards with their tangents, and the sum of all shares.
 *
 * <p>The objective alone comes in.
 */
package org.edgeflow.models.engine.lane;
