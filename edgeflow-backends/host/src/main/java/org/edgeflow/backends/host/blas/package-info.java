/** Matrix products on Java arrays: a BLAS, and how products are cut for it. */
package org.edgeflow.backends.host.blas;
