package org.edgeflow.models.dl4j.backprop;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A whole dataset as two ND4J arrays, made once.
 *
 * @param inputs examples first
 * @param labels one row for each example, with a single 1; one for each position of a sequence
 *     where each has a label
 */
public record Batch(INDArray inputs, INDArray labels) {

  /** One row of inputs for each example. */
  public static Batch rows(Nd4jRuntime runtime, Dataset dataset, DataType dataType) {
    return of(runtime, dataset, dataType, dataset.size(), dataset.features());
  }

  /** The inputs of each example as channels of height by width; the dataset must have the shape. */
  public static Batch images(Nd4jRuntime runtime, Dataset dataset, DataType dataType) {
    int[] shape = dataset.shape();
    return of(runtime, dataset, dataType, dataset.size(), shape[0], shape[1], shape[2]);
  }

  /**
   * The inputs of each example as channels of its length, and the labels likewise where there is
   * one for each position.
   */
  public static Batch sequences(Nd4jRuntime runtime, Dataset dataset, DataType dataType) {
    Extents sequence = Extents.sequence(dataset.shape());
    INDArray inputs =
        runtime.zeros(dataType, dataset.size(), sequence.positions(), sequence.channels());
    runtime.write(dataset.inputs(), inputs);
    int labelled = dataset.labelsPerExample();
    INDArray labels = runtime.zeros(dataType, dataset.size(), labelled, dataset.classes().size());
    runtime.write(dataset.oneHotTargets(), labels);
    return new Batch(
        inputs.permute(0, 2, 1).dup('c'),
        labelled == 1
            ? labels.reshape('c', dataset.size(), dataset.classes().size())
            : labels.permute(0, 2, 1).dup('c'));
  }

  private static Batch of(
      Nd4jRuntime runtime, Dataset dataset, DataType dataType, long... inputShape) {
    INDArray inputs = runtime.zeros(dataType, inputShape);
    runtime.write(dataset.inputs(), inputs);
    INDArray labels = runtime.zeros(dataType, dataset.size(), dataset.classes().size());
    runtime.write(dataset.oneHotTargets(), labels);
    return new Batch(inputs, labels);
  }

  /** With the channels last, as networks in the NHWC format take them. */
  public Batch channelsLast() {
    return new Batch(inputs.permute(0, 2, 3, 1).dup('c'), labels);
  }
}
