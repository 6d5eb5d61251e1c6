/** Examples for the problems: drawn, or two classes of a dataset. */
package org.edgeflow.theory.problem.data;
