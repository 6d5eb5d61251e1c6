package org.edgeflow.bench;

import org.edgeflow.bench.tally.TallyFactory;
import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** Plugs in what only benchmarks need. */
public final class BenchPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    dataset("synthetic-images", new SyntheticImagesFactory());
    backend("tally", new TallyFactory());
  }
}
