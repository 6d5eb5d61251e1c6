/** What is plugged in, by kind and name. The only room that knows Guice. */
package org.edgeflow.core.plugin;
