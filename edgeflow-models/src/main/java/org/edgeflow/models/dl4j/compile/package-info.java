/** Turns DL4J's network configurations into layer graphs for the exact engine. */
package org.edgeflow.models.dl4j.compile;
