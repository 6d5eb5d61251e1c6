package org.edgeflow.models.dl4j.compile;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.signal.Extents;

/** DL4J's windows in the engine's words. */
final class WindowCompiler {
  private WindowCompiler() {}

  static Pooling.Kind kind(PoolingType type) {
    return switch (type) {
      case AVG -> Pooling.Kind.AVERAGE;
      case MAX -> Pooling.Kind.MAXIMUM;
      default -> throw new NotCompilable("pooling of type " + type);
    };
  }

  static void requireChannelsFirst(CNN2DFormat format) {
    if (format != CNN2DFormat.NCHW) {
      throw new NotCompilable("the format " + format);
    }
  }

  static Window window(
      Extents input,
      int[] size,
      int[] stride,
      int[] padding,
      int[] dilation,
      ConvolutionMode mode) {
    if (dilation != null && (dilation[0] != 1 || dilation[1] != 1)) {
      throw new NotCompilable("dilation " + Arrays.toString(dilation));
    }
    return switch (mode) {
      case Same -> Windows.same(input, size[0], size[1], stride[0], stride[1]);
      case Truncate, Strict ->
          Windows.padded(input, size[0], size[1], stride[0], stride[1], padding[0], padding[1]);
      default -> throw new NotCompilable("the convolution mode " + mode);
    };
  }
}
