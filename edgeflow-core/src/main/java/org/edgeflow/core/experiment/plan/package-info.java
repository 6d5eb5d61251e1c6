/**
 * A config read into a plan, with everything that is wrong with it said at once; nothing is
 * created.
 */
package org.edgeflow.core.experiment.plan;
