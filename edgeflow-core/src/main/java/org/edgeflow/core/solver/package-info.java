/** How flows are advanced, one iteration at a time: what a solver is. The methods are next door. */
package org.edgeflow.core.solver;
