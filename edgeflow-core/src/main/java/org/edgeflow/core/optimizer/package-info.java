/**
 * The discrete algorithms that models describe: {@link org.edgeflow.core.optimizer.UpdateRule} says
 * what one does, and one class carries every rule out.
 */
package org.edgeflow.core.optimizer;
