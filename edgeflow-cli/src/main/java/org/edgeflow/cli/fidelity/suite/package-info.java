/** Suites as their files have them: problems, seeds, and the models compared on them. */
package org.edgeflow.cli.fidelity.suite;
