/**
 * The backend {@code heap}: Java arrays and plain loops, which say what every operation means.
 *
 * <p>Other backends come in to run an operation that their library lacks, and the contract tests to
 * compare with it.
 */
package org.edgeflow.core.tensor.heap;
