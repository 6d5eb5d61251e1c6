package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Shaped;
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
    private final Shaped in;
    private final Shaped out;

    Images(Pooling layer, Wiring wiring) {
      Signal input = wiring.input();
      output = wiring.signal(layer.output(List.of(input.extents())));
      in = wiring.images(input);
      out = wiring.images(output);
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
      kernels.windows().poolAverage(window, images.in.value(), images.out.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.windows().poolAverage(window, images.in.tangent(), images.out.tangent());
    }

    @Override
    public void backward() {
      if (slopes == null) {
        kernels.windows().spreadAverage(window, images.out.delta(), images.in.delta());
      } else {
        kernels
            .windows()
            .spreadAverageTimes(window, images.out.delta(), slopes.slope(), images.in.delta());
      }
    }

    @Override
    public void backwardTangent() {
      if (slopes == null) {
        kernels.windows().spreadAverage(window, images.out.delta(), images.in.delta());
        kernels
            .windows()
            .spreadAverage(window, images.out.deltaTangent(), images.in.deltaTangent());
      } else {
        kernels
            .windows()
            .spreadAverageTimesTangent(
                window,
                images.out.delta(),
                images.out.deltaTangent(),
                slopes.slope(),
                slopes.swing(),
                images.in.delta(),
                images.in.deltaTangent());
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
      this.index = kernels.places().index(new int[images.out.value().size()]);
    }

    @Override
    public Signal output() {
      return images.output;
    }

    @Override
    public void forward() {
      kernels.windows().poolMax(window, images.in.value(), images.out.value(), index);
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.places().gather(images.in.tangent(), index, images.out.tangent());
    }

    @Override
    public void backward() {
      kernels.windows().spreadMaximum(window, images.out.delta(), index, images.in.delta());
    }

    @Override
    public void backwardTangent() {
      backward();
      kernels
          .windows()
          .spreadMaximum(window, images.out.deltaTangent(), index, images.in.deltaTangent());
    }
  }
}
