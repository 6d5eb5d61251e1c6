package org.edgeflow.models.dl4j.backprop;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.models.dl4j.compile.Compilation;
import org.edgeflow.models.dl4j.compile.NetworkCompiler;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** DL4J's two kinds of network, as far as a full-batch loss needs them. */
public sealed interface Network {

  /** Feeds the batch again, where somebody may have shown the network another. */
  void feed();

  /** The network as DL4J knows both kinds. */
  Model net();

  /** The parameters in DL4J's flat order: a live view. */
  default INDArray parameters() {
    return net().params();
  }

  /** Runs DL4J's backprop at the present parameters; returns its score. */
  double backpropagate();

  /**
   * The last backprop's gradient, summed over the batch: a live buffer that the next overwrites.
   */
  default INDArray gradient() {
    return net().gradient().gradient();
  }

  /** DL4J's score at the present parameters, without a backward pass. */
  double score();

  /** Whether DL4J divides the score by the number of examples. */
  boolean averages();

  /** The network for the exact engine. */
  Compilation compile(Dataset dataset);

  /** A network whose layers follow one another. */
  record Sequential(MultiLayerNetwork net, Batch batch) implements Network {
    /** Feeds the batch, which every evaluation uses. */
    public Sequential {
      net.setInput(batch.inputs());
      net.setLabels(batch.labels());
    }

    @Override
    public void feed() {
      net.setInput(batch.inputs());
      net.setLabels(batch.labels());
    }

    @Override
    public double backpropagate() {
      net.computeGradientAndScore();
      return net.score();
    }

    @Override
    public double score() {
      return net.score(new DataSet(batch.inputs(), batch.labels()), true);
    }

    @Override
    public boolean averages() {
      return net.getDefaultConfiguration().isMiniBatch();
    }

    @Override
    public Compilation compile(Dataset dataset) {
      return NetworkCompiler.compile(net.getLayerWiseConfigurations(), dataset);
    }
  }

  /** A graph of layers. */
  record Graph(ComputationGraph net, Batch batch) implements Network {
    /** Feeds the batch, which every evaluation uses. */
    public Graph {
      net.setInputs(batch.inputs());
      net.setLabels(batch.labels());
    }

    @Override
    public void feed() {
      net.setInputs(batch.inputs());
      net.setLabels(batch.labels());
    }

    @Override
    public double backpropagate() {
      net.computeGradientAndScore();
      return net.score();
    }

    @Override
    public double score() {
      return net.score(new MultiDataSet(batch.inputs(), batch.labels()), true);
    }

    @Override
    public boolean averages() {
      return net.conf().isMiniBatch();
    }

    @Override
    public Compilation compile(Dataset dataset) {
      List<String> order =
          IntStream.of(net.topologicalSortOrder())
              .mapToObj(index -> net.getVertices()[index].getVertexName())
              .toList();
      return NetworkCompiler.compile(net.getConfiguration(), order, dataset);
    }
  }
}
