/** What the system tells of this machine's processor. */
package org.edgeflow.core.processor;
