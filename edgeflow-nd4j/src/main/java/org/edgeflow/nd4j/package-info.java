/**
 * ND4J in this process: which device it computes on, whether it can, and its start.
 *
 * <p>{@link org.edgeflow.nd4j.Nd4jRuntime} is the only class that touches ND4J's statics and
 * chooses its backend. Two rooms come in, and share one ND4J: the backends {@code nd4j-native} and
 * {@code nd4j-cuda}, and DL4J's networks. It knows core's formats and errors, and nothing else of
 * ours.
 */
package org.edgeflow.nd4j;
