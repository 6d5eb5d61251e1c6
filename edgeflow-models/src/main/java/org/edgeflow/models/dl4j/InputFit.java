package org.edgeflow.models.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.models.network.SingleLabel;

/**
 * How a network takes its examples.
 *
 * @param images whether as channels of height by width, and not as rows
 * @param channelsLast for images, whether in the NHWC format
 * @param channels how many channels the network takes, if it says
 * @param features how many inputs of an example the network takes, if it says
 * @param outputs how many outputs it has, if it says
 * @param reader the layer that reads the input
 * @param writer the layer that holds the loss
 */
record InputFit(
    boolean images,
    boolean channelsLast,
    Optional<Long> channels,
    Optional<Long> features,
    Optional<Long> outputs,
    String reader,
    String writer) {

  /** What a network's layers say. */
  static InputFit of(List<Admission> layers) {
    Admission first =
        layers.stream().filter(Admission::readsInput).findFirst().orElse(layers.get(0));
    Admission last = layers.stream().filter(Admission::last).findFirst().orElseThrow();
    Optional<Long> outputs =
        last.layer() instanceof FeedForwardLayer layer && layer.getNOut() > 0
            ? Optional.of(layer.getNOut())
            : Optional.empty();
    Optional<Long> inputs =
        first.layer() instanceof FeedForwardLayer layer && layer.getNIn() > 0
            ? Optional.of(layer.getNIn())
            : Optional.empty();
    Object preprocessor = first.preprocessor().orElse(null);
    boolean images = false;
    boolean channelsLast = false;
    Optional<Long> channels = Optional.empty();
    Optional<Long> features = Optional.empty();
    if (preprocessor instanceof FeedForwardToCnnPreProcessor unflatten) {
      features =
          Optional.of(
              unflatten.getNumChannels() * unflatten.getInputHeight() * unflatten.getInputWidth());
    } else if (preprocessor instanceof CnnToFeedForwardPreProcessor flatten) {
      images = true;
      channelsLast = flatten.getFormat() == CNN2DFormat.NHWC;
      channels = Optional.of(flatten.getNumChannels());
      features =
          Optional.of(
              flatten.getNumChannels() * flatten.getInputHeight() * flatten.getInputWidth());
    } else if (takesImages(first.layer())) {
      images = true;
      channelsLast =
          first.layer() instanceof ConvolutionLayer layer
              && layer.getCnn2dDataFormat() == CNN2DFormat.NHWC;
      channels = first.layer() instanceof ConvolutionLayer ? inputs : Optional.empty();
    } else {
      features = inputs;
    }
    return new InputFit(
        images, channelsLast, channels, features, outputs, first.name(), last.name());
  }

  private static boolean takesImages(Layer layer) {
    return layer instanceof ConvolutionLayer
        || layer instanceof SubsamplingLayer
        || layer instanceof ZeroPaddingLayer
        || layer instanceof Cropping2D
        || layer instanceof Upsampling2D;
  }

  /** Why a dataset does not fit, if so. */
  Optional<String> refusal(Dataset dataset) {
    Optional<String> severalLabels = SingleLabel.refusal(dataset);
    if (severalLabels.isPresent()) {
      return severalLabels;
    }
    int[] shape = dataset.shape();
    String examples =
        "dataset '" + dataset.name() + "' has examples of shape " + Arrays.toString(shape);
    if (images && shape.length != 3) {
      return Optional.of(
          reader + " takes images, but " + examples + ", expected [channels, height, width]");
    }
    if (channels.isPresent() && channels.get() != shape[0]) {
      return Optional.of(reader + " takes " + channels.get() + " channels, but " + examples);
    }
    if (features.isPresent() && features.get() != dataset.features()) {
      return Optional.of(
          reader
              + " takes "
              + features.get()
              + " inputs, but "
              + examples
              + ", which makes "
              + dataset.features());
    }
    int classes = dataset.classes().size();
    if (outputs.isPresent() && outputs.get() != classes) {
      return Optional.of(
          writer
              + " has "
              + outputs.get()
              + " outputs, but dataset '"
              + dataset.name()
              + "' has "
              + classes
              + " classes");
    }
    return Optional.empty();
  }
}
