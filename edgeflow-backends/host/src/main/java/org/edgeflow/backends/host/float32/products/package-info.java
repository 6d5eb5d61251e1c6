/** Products of small matrices of float32: made from those of float64. */
package org.edgeflow.backends.host.float32.products;
