/** The kernels of the backend, a class a group: rows of loops, on the calling thread. */
package org.edgeflow.backends.host.kernels;
