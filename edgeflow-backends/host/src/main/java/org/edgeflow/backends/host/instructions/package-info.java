/** Which loops this JVM can run: with vector instructions or without. */
package org.edgeflow.backends.host.instructions;
