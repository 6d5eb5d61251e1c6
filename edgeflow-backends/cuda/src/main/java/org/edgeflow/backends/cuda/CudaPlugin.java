package org.edgeflow.backends.cuda;

import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** Plugs in the backend {@code cuda}. */
public final class CudaPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    backend("cuda", new CudaBackendFactory());
  }
}
