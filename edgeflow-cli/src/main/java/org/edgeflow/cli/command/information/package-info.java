/** Commands that run nothing: what there is, and what this machine can do. */
package org.edgeflow.cli.command.information;
