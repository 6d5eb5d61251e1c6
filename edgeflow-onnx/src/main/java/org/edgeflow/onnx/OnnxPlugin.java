package org.edgeflow.onnx;

import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** Plugs in networks from ONNX files. */
public final class OnnxPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    objective("onnx", new OnnxNetworkFactory());
  }
}
