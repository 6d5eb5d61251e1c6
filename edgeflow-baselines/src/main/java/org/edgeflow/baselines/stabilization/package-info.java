/** Self-stabilization: projected gradient descent on the stable set, and the deviation from it. */
package org.edgeflow.baselines.stabilization;
