package org.edgeflow.models;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.models.dl4j.GivenNetwork;
import org.edgeflow.models.dl4j.MultilayerPerceptron;
import org.edgeflow.models.nd4j.Device;
import org.edgeflow.models.nd4j.Nd4jBackend;

/** Plugs in ND4J's backends and DL4J's networks. */
public final class ModelsPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    backend("nd4j-native", new Nd4jBackend.Factory(Device.CPU));
    backend("nd4j-cuda", new Nd4jBackend.Factory(Device.CUDA));
    objective("mlp", new MultilayerPerceptron());
    objective("dl4j", new GivenNetwork());
  }
}
