package org.edgeflow.spark;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.spark.batch.DataParallelFactory;

/** What Spark brings to a run. */
public final class SparkPlugin extends EdgeFlowPlugin {
  @Override
  protected void configure() {
    objective("data-parallel", new DataParallelFactory());
  }
}
