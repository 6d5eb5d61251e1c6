/**
 * Claims of papers, run and checked: a file names runs, the figures that are read from them, and
 * what the paper says these are. No claim has code here; a new one is a file. The command comes in
 * by {@link org.edgeflow.cli.reproduction.Reproduction}.
 */
package org.edgeflow.cli.reproduction;
