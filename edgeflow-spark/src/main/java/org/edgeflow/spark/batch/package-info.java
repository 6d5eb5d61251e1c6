/** Full batches whose examples lie in parts on Spark's executors. */
package org.edgeflow.spark.batch;
