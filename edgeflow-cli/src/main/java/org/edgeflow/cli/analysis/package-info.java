/** One point of the optimizer's trajectory, measured by every probe that is plugged in. */
package org.edgeflow.cli.analysis;
