/**
 * What is measured: the standard networks, on a backend and in a format that a benchmark chooses.
 *
 * <p>Benchmarks and reports come in.
 */
package org.edgeflow.bench.workload;
