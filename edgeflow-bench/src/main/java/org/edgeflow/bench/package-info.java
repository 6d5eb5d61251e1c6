/**
 * What things cost. {@link org.edgeflow.bench.workload.Workload} names a network and how it is
 * evaluated, {@link org.edgeflow.bench.workload.Evaluation} evaluates it; JMH's benchmarks and
 * {@link org.edgeflow.bench.PeerTimer}, the other side of {@code peers/compare.py}, only time it.
 *
 * <p>A performance claim is a ratio from one run on one machine.
 */
package org.edgeflow.bench;
