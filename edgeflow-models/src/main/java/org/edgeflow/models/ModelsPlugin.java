package org.edgeflow.models;

import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.models.dl4j.Dl4jEngine;
import org.edgeflow.models.dl4j.GivenNetwork;
import org.edgeflow.models.network.ConvolutionalNetwork;
import org.edgeflow.models.network.DeepLinearNetwork;
import org.edgeflow.models.network.MultilayerPerceptron;
import org.edgeflow.models.network.RecurrentNetwork;
import org.edgeflow.models.network.ResidualNetwork;
import org.edgeflow.models.network.SequenceTransformer;
import org.edgeflow.models.network.VisionTransformer;

/** Plugs in the networks of the exact engine, and DL4J's. */
public final class ModelsPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    objective("mlp", new MultilayerPerceptron(new Dl4jEngine()));
    objective("dl4j", new GivenNetwork());
    objective("deep-linear", new DeepLinearNetwork());
    objective("cnn", new ConvolutionalNetwork());
    objective("resnet", new ResidualNetwork());
    objective("vit", new VisionTransformer());
    objective("transformer", new SequenceTransformer());
    objective("lstm", new RecurrentNetwork(RecurrentNetwork.Cell.LSTM));
    objective("gru", new RecurrentNetwork(RecurrentNetwork.Cell.GRU));
  }
}
