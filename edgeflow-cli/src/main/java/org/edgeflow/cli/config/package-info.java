/**
 * Config text turned into core's tree of nodes, and back: YAML in, YAML out, and the assignments of
 * the command line in between. It knows nothing of what a config means.
 */
package org.edgeflow.cli.config;
