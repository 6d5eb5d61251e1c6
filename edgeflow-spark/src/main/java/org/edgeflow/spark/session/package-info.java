/** Spark itself: its master, and how it is started. */
package org.edgeflow.spark.session;
