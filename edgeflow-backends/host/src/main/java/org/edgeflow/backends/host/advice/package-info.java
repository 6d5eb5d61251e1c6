/**
 * What {@code doctor} says of the library that multiplies, how far it is behind, and of the JVM's
 * vectors; and what mends it.
 */
package org.edgeflow.backends.host.advice;
