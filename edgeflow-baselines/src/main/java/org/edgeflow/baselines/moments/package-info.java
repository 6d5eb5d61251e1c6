/** What flows of optimizers with second moments share. Knows core alone; the rivals may come in. */
package org.edgeflow.baselines.moments;
