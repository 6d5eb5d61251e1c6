/** Claims as their files have them: what is run, what is read of it, what it should be. */
package org.edgeflow.cli.reproduction.claim;
