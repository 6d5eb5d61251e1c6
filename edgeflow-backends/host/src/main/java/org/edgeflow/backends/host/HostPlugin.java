package org.edgeflow.backends.host;

import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** Plugs in the backend {@code host}. */
public final class HostPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    backend("host", new HostFactory());
  }
}
