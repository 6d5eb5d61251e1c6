package org.edgeflow.models.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.SingleLabel;

/**
 * How a network takes its examples.
 *
 * @param layout how their numbers lie
 * @param channels how many channels the network takes, if it says
 * @param features how many inputs of an example the network takes, if it says
 * @param outputs how many outputs it has, if it says
 * @param everyPosition whether it labels every position of a sequence
 * @param reader the layer that reads the input
 * @param writer the layer that holds the loss
 */
record InputFit(
    Layout layout,
    Optional<Long> channels,
    Optional<Long> features,
    Optional<Long> outputs,
    boolean everyPosition,
    String reader,
    String writer) {

  /** How the numbers of an example lie. */
  enum Layout {
    /** In a row. */
    ROWS,
    /** Channels of height by width. */
    IMAGES,
    /** The same with the channels innermost, in the NHWC format. */
    IMAGES_CHANNELS_LAST,
    /** Channels of a length. */
    SEQUENCES
  }

  /** What a network's layers say. */
  static InputFit of(List<Admission> layers) {
    Admission first =
        layers.stream().filter(Admission::readsInput).findFirst().orElse(layers.get(0));
    Admission last = layers.stream().filter(Admission::last).findFirst().orElseThrow();
    Optional<Long> outputs =
        last.layer() instanceof FeedForwardLayer layer && layer.getNOut() > 0
            ? Optional.of(layer.getNOut())
            : Optional.empty();
    Layer reading = unwrapped(first.layer());
    Optional<Long> inputs =
        reading instanceof FeedForwardLayer layer && layer.getNIn() > 0
            ? Optional.of(layer.getNIn())
            : Optional.empty();
    Object preprocessor = first.preprocessor().orElse(null);
    Layout layout = Layout.ROWS;
    Optional<Long> channels = Optional.empty();
    Optional<Long> features = Optional.empty();
    if (preprocessor instanceof FeedForwardToCnnPreProcessor unflatten) {
      features =
          Optional.of(
              unflatten.getNumChannels() * unflatten.getInputHeight() * unflatten.getInputWidth());
    } else if (preprocessor instanceof CnnToFeedForwardPreProcessor flatten) {
      layout = images(flatten.getFormat());
      channels = Optional.of(flatten.getNumChannels());
      features =
          Optional.of(
              flatten.getNumChannels() * flatten.getInputHeight() * flatten.getInputWidth());
    } else if (takesImages(reading)) {
      boolean convolution = reading instanceof ConvolutionLayer;
      layout = images(convolution ? ((ConvolutionLayer) reading).getCnn2dDataFormat() : null);
      channels = convolution ? inputs : Optional.empty();
    } else if (reading instanceof SelfAttentionLayer attention) {
      layout = Layout.SEQUENCES;
      channels = Optional.of((long) attention.getNIn());
    } else if (reading instanceof BaseRecurrentLayer) {
      layout = Layout.SEQUENCES;
      channels = inputs;
    } else {
      features = inputs;
    }
    return new InputFit(
        layout,
        channels,
        features,
        outputs,
        last.layer() instanceof RnnOutputLayer,
        first.name(),
        last.name());
  }

  private static Layout images(CNN2DFormat format) {
    return format == CNN2DFormat.NHWC ? Layout.IMAGES_CHANNELS_LAST : Layout.IMAGES;
  }

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
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
    Optional<String> labels = labels(dataset);
    if (labels.isPresent()) {
      return labels;
    }
    int[] shape = dataset.shape();
    String examples =
        "dataset '" + dataset.name() + "' has examples of shape " + Arrays.toString(shape);
    boolean sequences = layout == Layout.SEQUENCES;
    if (sequences && shape.length > 2) {
      return Optional.of(
          reader
              + " takes sequences, but "
              + examples
              + ", expected [length, channels] or [length]");
    }
    if (!sequences && layout != Layout.ROWS && shape.length != 3) {
      return Optional.of(
          reader + " takes images, but " + examples + ", expected [channels, height, width]");
    }
    int given = sequences ? Extents.sequence(shape).channels() : shape[0];
    if (channels.isPresent() && channels.get() != given) {
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

  private Optional<String> labels(Dataset dataset) {
    if (!everyPosition) {
      return SingleLabel.refusal(dataset);
    }
    int labels = dataset.labelsPerExample();
    return layout == Layout.SEQUENCES && labels == dataset.shape()[0]
        ? Optional.empty()
        : Optional.of(
            writer
                + " labels every position of a sequence, but dataset '"
                + dataset.name()
                + "' has "
                + labels
                + (labels == 1 ? " label" : " labels")
                + " an example of shape "
                + Arrays.toString(dataset.shape())
                + ". For one label, take LastTimeStep and an OutputLayer");
  }
}
