package org.edgeflow.models;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.models.dl4j.Dl4jEngine;
import org.edgeflow.models.dl4j.GivenNetworkFactory;
import org.edgeflow.models.network.ConvolutionalNetworkFactory;
import org.edgeflow.models.network.DeepLinearNetworkFactory;
import org.edgeflow.models.network.MultilayerPerceptronFactory;
import org.edgeflow.models.network.RecurrentNetworkFactory;
import org.edgeflow.models.network.ResidualNetworkFactory;
import org.edgeflow.models.network.SequenceTransformerFactory;
import org.edgeflow.models.network.VisionTransformerFactory;

/** Plugs in the networks of the exact engine, and DL4J's. */
public final class ModelsPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    objective("mlp", new MultilayerPerceptronFactory(new Dl4jEngine()));
    objective("dl4j", new GivenNetworkFactory());
    objective("deep-linear", new DeepLinearNetworkFactory());
    objective("cnn", new ConvolutionalNetworkFactory());
    objective("resnet", new ResidualNetworkFactory());
    objective("vit", new VisionTransformerFactory());
    objective("transformer", new SequenceTransformerFactory());
    objective("lstm", new RecurrentNetworkFactory(RecurrentNetworkFactory.Cell.LSTM));
    objective("gru", new RecurrentNetworkFactory(RecurrentNetworkFactory.Cell.GRU));
  }
}
