/** Optimizers that are made of a flow: they train with Edge Flow instead of describing GD by it. */
package org.edgeflow.core.descent;
