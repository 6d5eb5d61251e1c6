/**
 * Products of small matrices of float64 with vector instructions; the text for float32 is made from
 * it.
 */
package org.edgeflow.backends.host.float64.products;
