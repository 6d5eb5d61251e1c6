/** EdgeFlow on Apache Spark: grids on a cluster, and full batches over several machines. */
package org.edgeflow.spark;
