/**
 * The phase space of an optimizer with averages, in slow coordinates: a centre and an oscillation
 * of each, and the rule's own two-step map of them.
 */
package org.edgeflow.core.flow.phase;
