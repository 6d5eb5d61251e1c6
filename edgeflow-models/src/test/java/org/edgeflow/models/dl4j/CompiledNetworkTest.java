package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.dl4j.backprop.ExactGelu;
import org.edgeflow.models.dl4j.backprop.StableSoftplus;
import org.edgeflow.models.dl4j.compile.NetworkCompiler;
import org.edgeflow.models.engine.NetworkObjective;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.models.network.setting.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that DL4J defines, on the exact engine beside DL4J's own. */
class CompiledNetworkTest {
  private static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.CUBE,
          Activation.ELU,
          Activation.GELU,
          Activation.HARDSIGMOID,
          Activation.HARDTANH,
          Activation.IDENTITY,
          Activation.MISH,
          Activation.RATIONALTANH,
          Activation.RECTIFIEDTANH,
          Activation.RELU,
          Activation.RELU6,
          Activation.SELU,
          Activation.SIGMOID,
          Activation.SOFTPLUS,
          Activation.SOFTSIGN,
          Activation.SWISH,
          Activation.TANH,
          Activation.THRESHOLDEDRELU);

  @TempDir Path folder;
  private final TensorBackend heap = Digits.heap(DataType.FLOAT64);
  private final Dataset rows = Digits.dataset(9, 3, 5);
  private final Dataset images = Digits.dataset(9, 3, 2, 7, 6);

  static Stream<Arguments> networks() {
    List<Arguments> networks = new ArrayList<>();
    for (Activation activation : ACTIVATIONS) {
      networks.add(Arguments.of(activation.name(), dense(activation.getActivationFunction())));
    }
    // A slope that float32 holds: DL4J goes backwards with the slope rounded to it.
    networks.add(Arguments.of("leaky relu", dense(new ActivationLReLU(0.25))));
    networks.add(Arguments.of("exact gelu", dense(new ExactGelu())));
    networks.add(Arguments.of("stable softplus", dense(new StableSoftplus())));
    networks.add(Arguments.of("layer normalization", normalized()));
    networks.add(Arguments.of("softmax", ended(LossFunction.MCXENT, Activation.SOFTMAX)));
    networks.add(
        Arguments.of(
            "log likelihood", ended(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX)));
    networks.add(Arguments.of("mean squares", ended(LossFunction.MSE, Activation.SIGMOID)));
    networks.add(Arguments.of("squares", ended(LossFunction.L2, Activation.TANH)));
    for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
      for (SubsamplingLayer.PoolingType pooling :
          List.of(SubsamplingLayer.PoolingType.AVG, SubsamplingLayer.PoolingType.MAX)) {
        networks.add(Arguments.of(mode + " " + pooling, convolutional(mode, pooling)));
      }
    }
    for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
      networks.add(Arguments.of(mode + " dilated", dilated(mode)));
      networks.add(Arguments.of(mode + " channels last", channelsLast(mode)));
    }
    networks.add(Arguments.of("dilated pooling", dilatedPooling()));
    networks.add(Arguments.of("channels last, pooled", channelsLastPooled()));
    networks.add(Arguments.of("flattened images, channels last", flattened(CNN2DFormat.NHWC)));
    networks.add(Arguments.of("flattened images", flattened(CNN2DFormat.NCHW)));
    networks.add(Arguments.of("images from rows", unflattened()));
    return networks.stream();
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .dataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
        .biasInit(0.1)
        .seed(3);
  }

  private static OutputLayer output(LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(3).activation(activation).build();
  }

  private static MultiLayerConfiguration dense(IActivation activation) {
    return builder()
        .list()
        .layer(new DenseLayer.Builder().nOut(6).activation(activation).build())
        .layer(new DenseLayer.Builder().nOut(4).hasBias(false).activation(activation).build())
        .layer(output(LossFunction.L2, Activation.IDENTITY))
        .setInputType(InputType.feedForward(5))
        .build();
  }

  private static MultiLayerConfiguration normalized() {
    return builder()
        .list()
        .layer(
            new DenseLayer.Builder().nOut(6).hasLayerNorm(true).activation(Activation.TANH).build())
        .layer(
            new DenseLayer.Builder()
                .nOut(4)
                .hasLayerNorm(true)
                .hasBias(false)
                .activation(Activation.SOFTPLUS)
                .build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.feedForward(5))
        .build();
  }

  private static MultiLayerConfiguration ended(LossFunction loss, Activation activation) {
    return builder()
        .list()
        .layer(new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build())
        .layer(new ActivationLayer.Builder().activation(Activation.SOFTSIGN).build())
        .layer(new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build())
        .layer(new LossLayer.Builder(loss).activation(activation).build())
        .setInputType(InputType.feedForward(5))
        .build();
  }

  private static MultiLayerConfiguration convolutional(
      ConvolutionMode mode, SubsamplingLayer.PoolingType pooling) {
    return builder()
        .convolutionMode(mode)
        .list()
        .layer(
            new ConvolutionLayer.Builder(3, 2)
                .nOut(4)
                .stride(1, 1)
                .activation(Activation.TANH)
                .build())
        .layer(new SubsamplingLayer.Builder(pooling, new int[] {2, 2}, new int[] {2, 2}).build())
        .layer(
            new ConvolutionLayer.Builder(2, 2)
                .nOut(3)
                .stride(1, 2)
                .hasBias(false)
                .activation(Activation.SWISH)
                .build())
        .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutional(7, 6, 2))
        .build();
  }

  private static ConvolutionLayer.Builder convolution(int height, int width, int outputs) {
    return new ConvolutionLayer.Builder(height, width).nOut(outputs).activation(Activation.TANH);
  }

  private static SubsamplingLayer.Builder maximum() {
    return new SubsamplingLayer.Builder(
        SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {1, 1});
  }

  private static MultiLayerConfiguration dilated(ConvolutionMode mode) {
    return builder()
        .convolutionMode(mode)
        .list()
        .layer(convolution(3, 2, 4).dilation(2, 3).stride(1, 1).build())
        .layer(convolution(2, 2, 3).dilation(1, 2).hasBias(false).build())
        .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutional(7, 6, 2))
        .build();
  }

  private static MultiLayerConfiguration dilatedPooling() {
    return builder()
        .convolutionMode(ConvolutionMode.Truncate)
        .list()
        .layer(convolution(2, 2, 3).build())
        .layer(maximum().dilation(2, 2).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutional(7, 6, 2))
        .build();
  }

  private static MultiLayerConfiguration channelsLast(ConvolutionMode mode) {
    return builder()
        .convolutionMode(mode)
        .list()
        .layer(convolution(3, 2, 4).dataFormat(CNN2DFormat.NHWC).build())
        .layer(maximum().dataFormat(CNN2DFormat.NHWC).build())
        .layer(convolution(2, 2, 3).dataFormat(CNN2DFormat.NHWC).dilation(2, 1).build())
        .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC))
        .build();
  }

  private static MultiLayerConfiguration channelsLastPooled() {
    return builder()
        .list()
        .layer(convolution(3, 2, 4).dataFormat(CNN2DFormat.NHWC).build())
        .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutional(7, 6, 2, CNN2DFormat.NHWC))
        .build();
  }

  private static MultiLayerConfiguration flattened(CNN2DFormat format) {
    return builder()
        .list()
        .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutional(7, 6, 2, format))
        .build();
  }

  private static MultiLayerConfiguration unflattened() {
    return builder()
        .list()
        .layer(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(4)
                .padding(1, 0)
                .stride(2, 1)
                .activation(Activation.TANH)
                .build())
        .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
        .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
        .setInputType(InputType.convolutionalFlat(7, 6, 2))
        .build();
  }

  private static ComputationGraphConfiguration residual() {
    ConvolutionLayer same =
        new ConvolutionLayer.Builder(3, 3)
            .nOut(4)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.TANH)
            .build();
    return builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("stem", same.clone(), "in")
        .addLayer("branch", same.clone(), "stem")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "branch")
        .addLayer("side", same.clone(), "sum")
        .addVertex(
            "sum of three", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "sum", "side")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "sum of three")
        .addLayer("out", output(LossFunction.MCXENT, Activation.SOFTMAX), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(7, 6, 2))
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theGradientIsDl4js(String name, MultiLayerConfiguration configuration) throws Exception {
    boolean dense =
        configuration.getConf(0).getLayer() instanceof DenseLayer first && first.getNIn() == 5;
    assertSameGradient(configuration.toJson(), dense ? rows : images);
  }

  @Test
  void aGraphsGradientIsDl4jsToo() throws Exception {
    assertSameGradient(residual().toJson(), images);
  }

  private void assertSameGradient(String json, Dataset dataset) throws Exception {
    Problem dl4j = problem(json, dataset, Engine.DL4J);
    Problem exact = problem(json, dataset, Engine.EXACT);
    assertThat(exact.objective()).isInstanceOf(NetworkObjective.class);
    double[] start = Digits.read(dl4j.start());
    assertThat(Digits.read(exact.start())).containsExactly(start);
    double[] point = Digits.plus(start, 0.3, Digits.unit(start.length, 5));
    double[] expected = Digits.gradient(dl4j, point);
    double[] difference = Digits.plus(Digits.gradient(exact, point), -1, expected);
    assertThat(Digits.dot(difference, difference))
        .isLessThan(1e-20 * Digits.dot(expected, expected));
    double loss = Digits.loss(dl4j, point);
    assertThat(Digits.loss(exact, point)).isCloseTo(loss, within(1e-10 * loss));
  }

  private Problem problem(String json, Dataset dataset, Engine engine) throws Exception {
    Path file = folder.resolve("network.json");
    Files.writeString(file, json);
    return new GivenNetworkFactory()
        .create(
            new GivenNetworkFactory.Settings(
                Optional.of(file),
                Optional.empty(),
                engine,
                new RowSpaceWork(new Work(4, true, true), false)),
            new ObjectiveFactory.Context(heap, Optional.of(dataset), 11));
  }

  @Test
  void whatTheEngineLacksFallsBackToDl4j() throws Exception {
    MultiLayerConfiguration configuration =
        builder()
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build())
            .layer(new LocalResponseNormalization.Builder().name("responses").build())
            .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
            .setInputType(InputType.convolutional(7, 6, 2))
            .build();
    Problem problem = problem(configuration.toJson(), images, Engine.EXACT);
    assertThat(problem.objective()).isNotInstanceOf(NetworkObjective.class);
    assertThat(NetworkCompiler.compile(configuration, images).obstacle())
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("layer 'responses'")
                    .contains("LocalResponseNormalization"));
  }
}
