/** The program: a config turned into a run, and a run into pages. */
package org.edgeflow.cli;
