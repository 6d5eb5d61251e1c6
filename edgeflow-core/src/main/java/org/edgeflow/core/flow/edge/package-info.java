/** Edge Flow: the three equations on one page, and what varies in them. */
package org.edgeflow.core.flow.edge;
