package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Slopes;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * The mean or the maximum over each position of a window, channel by channel. The mean is over the
 * part of the window inside the image; the maximum's tangent is that of the element attaining it.
 *
 * @param kind what is taken
 * @param window over what
 */
public record Pooling(Kind kind, Window window) implements Layer {

  /** What is taken over a window. */
  public enum Kind {
    /** The mean. */
    AVERAGE,
    /** The maximum. */
    MAXIMUM
  }

  @Override
  public Extents output(List<Extents> inputs) {
    Windows.requireFit(window, Layer.single(inputs));
    return new Extents(window.outputHeight(), window.outputWidth(), window.channels());
  }

  @Override
  public Stage stage(Wiring wiring) {
    Images images = new Images(this, wiring);
    return kind == Kind.AVERAGE
        ? average(wiring, images)
        : new Maximum(wiring.kernels(), window, images);
  }

  private Stage average(Wiring wiring, Images images) {
    Slopes slopes = wiring.input().slopes();
    if (slopes != null) {
      slopes.take();
    }
    return new Average(wiring.kernels(), window, images, slopes);
  }

  private static final class Images {
    private final Signal output;
    private final Tensor in;
    private final Tensor inTangent;
    private final Tensor inDelta;
    private final Tensor inDeltaTangent;
    private final Tensor out;
    private final Tensor outTangent;
    private final Tensor outDelta;
    private final Tensor outDeltaTangent;

    Images(Pooling layer, Wiring wiring) {
      Signal input = wiring.input();
      Extents before = input.extents();
      Extents after = layer.output(List.of(before));
      output = wiring.signal(after);
      in = wiring.images(input.value(), before);
      inTangent = wiring.images(input.tangent(), before);
      inDelta = wiring.images(input.delta(), before);
      inDeltaTangent = wiring.images(input.deltaTangent(), before);
      out = wiring.images(output.value(), after);
      outTangent = wiring.images(output.tangent(), after);
      outDelta = wiring.images(output.delta(), after);
      outDeltaTangent = wiring.images(output.deltaTangent(), after);
    }
  }

  private record Average(Kernels kernels, Window window, Images images, Slopes slopes)
      implements Stage {
    @Override
    public Signal output() {
      return images.output;
    }

    @Override
    public void forward() {
      kernels.windows().poolAverage(window, images.in, images.out);
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.windows().poolAverage(window, images.inTangent, images.outTangent);
    }

    @Override
    public void backward() {
      if (slopes == null) {
        kernels.windows().spreadAverage(window, images.outDelta, images.inDelta);
      } else {
        kernels
            .windows()
            .spreadAverageTimes(window, images.outDelta, slopes.slope(), images.inDelta);
      }
    }

    @Override
    public void backwardTangent() {
      if (slopes == null) {
        kernels.windows().spreadAverage(window, images.outDelta, images.inDelta);
        kernels.windows().spreadAverage(window, images.outDeltaTangent, images.inDeltaTangent);
      } else {
        kernels
            .windows()
            .spreadAverageTimesTangent(
                window,
                images.outDelta,
                images.outDeltaTangent,
                slopes.slope(),
                slopes.swing(),
                images.inDelta,
                images.inDeltaTangent);
      }
    }
  }

  private static final class Maximum implements Stage {
    private final Kernels kernels;
    private final Window window;
    private final Images images;
    private final Index index;

    Maximum(Kernels kernels, Window window, Images images) {
      this.kernels = kernels;
      this.window = window;
      this.images = images;
      this.index = kernels.places().index(new int[images.out.size()]);
    }

    @Override
    public Signal output() {
      return images.output;
    }

    @Override
    public void forward() {
      kernels.windows().poolMax(window, images.in, images.out, index);
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.places().gather(images.inTangent, index, images.outTangent);
    }

    @Override
    public void backward() {
      kernels.windows().spreadMaximum(window, images.outDelta, index, images.inDelta);
    }

    @Override
    public void backwardTangent() {
      backward();
      kernels.windows().spreadMaximum(window, images.outDeltaTangent, index, images.inDeltaTangent);
    }
  }
}
