/** The problems that theory papers solve, and the analyses of a point that they define. */
package org.edgeflow.theory;
