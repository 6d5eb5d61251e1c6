/** The kinetic description of wide networks: interacting particles, as a flow. */
package org.edgeflow.theory.kinetic;
