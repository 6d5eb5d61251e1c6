/** Linear regression in context, by multi-head softmax attention. */
package org.edgeflow.theory.problem.attention;
