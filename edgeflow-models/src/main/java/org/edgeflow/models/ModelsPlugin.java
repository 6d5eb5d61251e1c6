package org.edgeflow.models;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.models.dl4j.GivenNetwork;
import org.edgeflow.models.dl4j.MultilayerPerceptron;
import org.edgeflow.models.nd4j.Device;
import org.edgeflow.models.nd4j.Nd4jBackend;
import org.edgeflow.models.network.ConvolutionalNetwork;
import org.edgeflow.models.network.DeepLinearNetwork;
import org.edgeflow.models.network.ResidualNetwork;
import org.edgeflow.models.network.SequenceTransformer;
import org.edgeflow.models.network.VisionTransformer;

/** Plugs in ND4J's backends, DL4J's networks, and those of the exact engine. */
public final class ModelsPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    backend("nd4j-native", new Nd4jBackend.Factory(Device.CPU));
    backend("nd4j-cuda", new Nd4jBackend.Factory(Device.CUDA));
    objective("mlp", new MultilayerPerceptron());
    objective("dl4j", new GivenNetwork());
    objective("deep-linear", new DeepLinearNetwork());
    objective("cnn", new ConvolutionalNetwork());
    objective("resnet", new ResidualNetwork());
    objective("vit", new VisionTransformer());
    objective("transformer", new SequenceTransformer());
  }
}
