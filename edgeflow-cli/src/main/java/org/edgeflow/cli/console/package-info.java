/** The person at the other end: what is said, asked and shown while it lasts; exit codes. */
package org.edgeflow.cli.console;
