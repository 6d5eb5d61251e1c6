/** Finished runs side by side: what differs between them, what each found, one page over all. */
package org.edgeflow.cli.comparison;
