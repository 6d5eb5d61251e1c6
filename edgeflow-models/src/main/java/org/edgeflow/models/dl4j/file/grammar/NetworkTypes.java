package org.edgeflow.models.dl4j.file.grammar;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes that a configuration may name, by what they stand for. DL4J would load whatever class
 * a file names; nothing else than these gets that far.
 */
public enum NetworkTypes {
  /** Layers; some are refused later, with what to use instead. */
  LAYER(
      names(
          "org.deeplearning4j.nn.conf.layers.",
          "ActivationLayer",
          "BatchNormalization",
          "CenterLossOutputLayer",
          "Convolution2D",
          "ConvolutionLayer",
          "Deconvolution2D",
          "DenseLayer",
          "DepthwiseConvolution2D",
          "DropoutLayer",
          "EmbeddingLayer",
          "GlobalPoolingLayer",
          "LSTM",
          "LocalResponseNormalization",
          "LossLayer",
          "OutputLayer",
          "PReLULayer",
          "Pooling2D",
          "RnnOutputLayer",
          "SelfAttentionLayer",
          "SeparableConvolution2D",
          "SpaceToBatchLayer",
          "SpaceToDepthLayer",
          "SubsamplingLayer",
          "Upsampling2D",
          "ZeroPaddingLayer",
          "convolutional.Cropping2D",
          "misc.ElementWiseMultiplicationLayer",
          "misc.FrozenLayer",
          "misc.FrozenLayerWithBackprop",
          "recurrent.LastTimeStep")),
  /** A graph's vertices. */
  VERTEX(
      names(
          "org.deeplearning4j.nn.conf.graph.",
          "ElementWiseVertex",
          "FrozenVertex",
          "L2NormalizeVertex",
          "LayerVertex",
          "MergeVertex",
          "PoolHelperVertex",
          "PreprocessorVertex",
          "ReshapeVertex",
          "ScaleVertex",
          "ShiftVertex",
          "StackVertex",
          "SubsetVertex",
          "UnstackVertex")),
  /** What reshapes a layer's input. */
  PREPROCESSOR(
      names(
          "org.deeplearning4j.nn.conf.preprocessor.",
          "CnnToFeedForwardPreProcessor",
          "ComposableInputPreProcessor",
          "FeedForwardToCnnPreProcessor")),
  /** Activations, ours among them. */
  ACTIVATION(
      names(
          "org.nd4j.linalg.activations.impl.Activation",
          "Cube",
          "ELU",
          "GELU",
          "HardSigmoid",
          "HardTanH",
          "Identity",
          "LReLU",
          "Mish",
          "RReLU",
          "RationalTanh",
          "ReLU",
          "ReLU6",
          "RectifiedTanh",
          "SELU",
          "Sigmoid",
          "SoftPlus",
          "SoftSign",
          "Softmax",
          "Swish",
          "TanH",
          "ThresholdedReLU"),
      names("org.edgeflow.models.dl4j.backprop.", "ExactGelu", "StableSoftplus")),
  /** Losses, ours among them. */
  LOSS(
      names(
          "org.nd4j.linalg.lossfunctions.impl.Loss",
          "BinaryXENT",
          "CosineProximity",
          "FMeasure",
          "Hinge",
          "KLD",
          "L1",
          "L2",
          "MAE",
          "MAPE",
          "MCXENT",
          "MSE",
          "MSLE",
          "MultiLabel",
          "NegativeLogLikelihood",
          "Poisson",
          "SparseMCXENT",
          "SquaredHinge",
          "Wasserstein"),
      names("org.edgeflow.models.dl4j.backprop.", "SoftmaxCrossEntropy")),
  /** How initial weights are drawn. */
  WEIGHT_INIT(
      names(
          "org.deeplearning4j.nn.weights.WeightInit",
          "Constant",
          "Distribution",
          "Identity",
          "LecunUniform",
          "Normal",
          "Relu",
          "ReluUniform",
          "SigmoidUniform",
          "Uniform",
          "VarScalingNormalFanAvg",
          "VarScalingNormalFanIn",
          "VarScalingNormalFanOut",
          "VarScalingUniformFanAvg",
          "VarScalingUniformFanIn",
          "VarScalingUniformFanOut",
          "Xavier",
          "XavierLegacy",
          "XavierUniform")),
  /** What {@code WeightInitDistribution} draws from. */
  DISTRIBUTION(
      names(
          "org.deeplearning4j.nn.conf.distribution.",
          "BinomialDistribution",
          "ConstantDistribution",
          "GaussianDistribution",
          "LogNormalDistribution",
          "NormalDistribution",
          "OrthogonalDistribution",
          "TruncatedNormalDistribution",
          "UniformDistribution")),
  /** DL4J's optimizers, which EdgeFlow's stand in for. */
  UPDATER(
      names(
          "org.nd4j.linalg.learning.config.",
          "AMSGrad",
          "AdaBelief",
          "AdaDelta",
          "AdaGrad",
          "AdaMax",
          "Adam",
          "Nadam",
          "Nesterovs",
          "NoOp",
          "RmsProp",
          "Sgd")),
  /** Their schedules. */
  SCHEDULE(
      names(
          "org.nd4j.linalg.schedule.",
          "CycleSchedule",
          "ExponentialSchedule",
          "FixedSchedule",
          "InverseSchedule",
          "MapSchedule",
          "PolySchedule",
          "RampSchedule",
          "SigmoidSchedule",
          "StepSchedule"));

  private final Set<String> classes;

  @SafeVarargs
  NetworkTypes(List<String>... classes) {
    this.classes =
        Stream.of(classes).flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> names(String prefix, String... simple) {
    return Arrays.stream(simple).map(name -> prefix + name).toList();
  }

  /** The class of that name, if it is on the list. */
  public Optional<Class<?>> named(String name) {
    if (!classes.contains(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(name, false, NetworkTypes.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is on the list and not in this version of DL4J", e);
    }
  }

  /** All class names on the list. */
  public Set<String> classes() {
    return classes;
  }

  /** What messages call one of it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
