/** The files of a run's directory as they are written, and where each lies. */
package org.edgeflow.cli.directory;
