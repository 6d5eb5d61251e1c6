/**
 * What every backend does: tensors, level-1 operations, products, kernels, and numbers that wait to
 * be read. Interfaces and what all of them share; a backend of its own comes in a module of its
 * own.
 */
package org.edgeflow.core.tensor;
