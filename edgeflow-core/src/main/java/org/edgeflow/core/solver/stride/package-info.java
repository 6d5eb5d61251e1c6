/**
 * Edge Flow in steps of many iterations, with GD's own map in place of its backward error: the
 * solver {@code long-steps} and its parts.
 */
package org.edgeflow.core.solver.stride;
