/**
 * What is minimized: losses, objectives with their products, and wrappers that count, difference
 * and stop. A network comes in from another module; closed forms are next door.
 */
package org.edgeflow.core.objective;
