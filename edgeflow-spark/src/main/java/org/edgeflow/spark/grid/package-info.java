/** Grids whose runs are Spark's tasks, and what they computed as one table. */
package org.edgeflow.spark.grid;
