/** The directory of a grid, and what is made of the runs in it: a table, a page, pictures. */
package org.edgeflow.cli.grid.result;
