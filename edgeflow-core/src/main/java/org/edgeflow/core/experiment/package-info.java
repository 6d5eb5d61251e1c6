/** A plan carried out: the reference, the models, and the one loop that advances them. */
package org.edgeflow.core.experiment;
