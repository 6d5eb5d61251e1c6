/** The threads that tasks are shared among. */
package org.edgeflow.backends.host.threads;
