/**
 * Activations as plain functions of one number, with two derivatives.
 *
 * <p>Backends come in for the functions, networks for the names.
 */
package org.edgeflow.core.tensor.activation;
