/** Every combination of a config's section {@code grid}, each a run of its own. */
package org.edgeflow.cli.grid;
