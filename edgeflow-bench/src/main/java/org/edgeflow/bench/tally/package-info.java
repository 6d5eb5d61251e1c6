/** A backend that computes nothing and counts what an evaluation asks for. */
package org.edgeflow.bench.tally;
