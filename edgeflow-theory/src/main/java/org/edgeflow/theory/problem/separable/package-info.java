/** Linear classification of separable examples: a loss without a minimum, and without an edge. */
package org.edgeflow.theory.problem.separable;
