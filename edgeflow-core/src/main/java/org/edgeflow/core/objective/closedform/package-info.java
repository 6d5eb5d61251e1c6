/** Objectives of few coordinates, written out with their derivatives. */
package org.edgeflow.core.objective.closedform;
