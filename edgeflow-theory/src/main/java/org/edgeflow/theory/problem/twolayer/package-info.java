/** Networks of two layers of any width, on a few examples. */
package org.edgeflow.theory.problem.twolayer;
