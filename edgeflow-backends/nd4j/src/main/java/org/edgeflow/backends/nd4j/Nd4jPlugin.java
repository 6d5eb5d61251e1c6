package org.edgeflow.backends.nd4j;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.nd4j.Device;

/** Plugs in the backends {@code nd4j-native} and {@code nd4j-cuda}. */
public final class Nd4jPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    backend("nd4j-native", new Nd4jBackendFactory(Device.CPU));
    backend("nd4j-cuda", new Nd4jBackendFactory(Device.CUDA));
  }
}
