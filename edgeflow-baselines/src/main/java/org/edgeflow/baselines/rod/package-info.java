/** Rod Flow: the middle of consecutive iterates, and their extent in factors of low rank. */
package org.edgeflow.baselines.rod;
