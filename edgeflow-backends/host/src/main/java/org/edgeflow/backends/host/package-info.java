/**
 * The backend {@code host}: this machine's processors, through OpenBLAS on Java arrays, the JDK's
 * Vector API, and a fixed set of threads.
 */
package org.edgeflow.backends.host;
