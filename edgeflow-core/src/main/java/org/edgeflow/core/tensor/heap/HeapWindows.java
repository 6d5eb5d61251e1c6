package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;

/** Windows by plain loops; the equations are with {@link Kernels.Windows}. */
record HeapWindows(TensorBackend owner, Kernels.Elementwise elementwise)
    implements Kernels.Windows {
  @Override
  public void gatherPatches(Window window, Tensor images, Tensor patches) {
    HeapTensor from = own(images);
    HeapTensor to = own(patches);
    int examples = window.examples(images, patches, window.patchSize());
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int column = 0; column < window.patchSize(); column++) {
        int pixel = window.pixel(patch, column / window.channels());
        double value =
            pixel < 0 ? 0 : from.get(pixel * window.channels() + column % window.channels());
        to.set(patch * window.patchSize() + column, value);
      }
    }
  }

  @Override
  public void scatterPatches(Window window, Tensor patches, Tensor images) {
    HeapTensor from = own(patches);
    HeapTensor to = own(images);
    int examples = window.examples(images, patches, window.patchSize());
    owner.fill(images, 0);
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int column = 0; column < window.patchSize(); column++) {
        int pixel = window.pixel(patch, column / window.channels());
        if (pixel >= 0) {
          int index = pixel * window.channels() + column % window.channels();
          to.set(index, to.get(index) + from.get(patch * window.patchSize() + column));
        }
      }
    }
  }

  @Override
  public void poolAverage(Window window, Tensor images, Tensor out) {
    HeapTensor from = own(images);
    HeapTensor to = own(out);
    int examples = window.examples(images, out, window.channels());
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int channel = 0; channel < window.channels(); channel++) {
        double sum = 0;
        int inside = 0;
        for (int place = 0; place < window.area(); place++) {
          int pixel = window.pixel(patch, place);
          if (pixel >= 0) {
            sum += from.get(pixel * window.channels() + channel);
            inside++;
          }
        }
        to.set(patch * window.channels() + channel, inside == 0 ? 0 : sum / inside);
      }
    }
  }

  @Override
  public void spreadAverage(Window window, Tensor out, Tensor images) {
    HeapTensor from = own(out);
    HeapTensor to = own(images);
    int examples = window.examples(images, out, window.channels());
    owner.fill(images, 0);
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      int inside = 0;
      for (int place = 0; place < window.area(); place++) {
        inside += window.pixel(patch, place) >= 0 ? 1 : 0;
      }
      for (int place = 0; place < window.area(); place++) {
        int pixel = window.pixel(patch, place);
        for (int channel = 0; pixel >= 0 && channel < window.channels(); channel++) {
          int index = pixel * window.channels() + channel;
          double share = from.get(patch * window.channels() + channel) / inside;
          to.set(index, to.get(index) + share);
        }
      }
    }
  }

  @Override
  public void poolMax(Window window, Tensor images, Tensor out, Index index) {
    HeapTensor from = own(images);
    HeapTensor to = own(out);
    int examples = window.examples(images, out, window.channels());
    int[] places = HeapIndex.places(index, out);
    for (int patch = 0; patch < examples * window.positions(); patch++) {
      for (int channel = 0; channel < window.channels(); channel++) {
        double top = 0;
        int where = -1;
        for (int place = 0; place < window.area(); place++) {
          int pixel = window.pixel(patch, place);
          if (pixel >= 0) {
            double value = from.get(pixel * window.channels() + channel);
            if (where < 0 || value > top || (Double.isNaN(value) && !Double.isNaN(top))) {
              top = value;
              where = pixel * window.channels() + channel;
            }
          }
        }
        to.set(patch * window.channels() + channel, top);
        places[patch * window.channels() + channel] = where;
      }
    }
  }

  @Override
  public void spreadMaximum(Window window, Tensor out, Index index, Tensor images) {
    HeapTensor from = own(out);
    HeapTensor to = own(images);
    int[] places = HeapIndex.places(index, out);
    window.examples(images, out, window.channels());
    owner.fill(images, 0);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        to.set(places[i], to.get(places[i]) + from.get(i));
      }
    }
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }
}
