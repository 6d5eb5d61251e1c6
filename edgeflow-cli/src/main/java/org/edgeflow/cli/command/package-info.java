/** The commands, one class each, and how their errors become messages and exit codes. */
package org.edgeflow.cli.command;
