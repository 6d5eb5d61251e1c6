package org.edgeflow.backends.cuda;

import org.edgeflow.core.tensor.Activation;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;

/**
 * Activations that have no kernel on the card: their numbers travel to the processor and back,
 * which is slow, and right.
 */
final class HostActivations {
  private final CudaBackend backend;
  private double[] points = new double[0];
  private double[] along = new double[0];
  private double[] results = new double[0];

  HostActivations(CudaBackend backend) {
    this.backend = backend;
  }

  void activate(Activation f, Tensor z, Tensor value, Tensor slope) {
    fetch(z);
    put(value, i -> f.value(points[i]));
    if (slope != null) {
      put(slope, i -> f.slope(points[i]));
    }
  }

  void activateTangent(
      Activation f,
      Tensor z,
      Tensor zTangent,
      Tensor value,
      Tensor valueTangent,
      Tensor slope,
      Tensor swing) {
    for (Tensor x : new Tensor[] {zTangent, value, valueTangent, slope, swing}) {
      backend.own(x);
      Shapes.requireSameSize(z, x);
    }
    fetch(z);
    backend.read(zTangent, along);
    put(value, i -> f.value(points[i]));
    put(valueTangent, i -> f.slope(points[i]) * along[i]);
    put(slope, i -> f.slope(points[i]));
    put(swing, i -> f.bend(points[i]) * along[i]);
  }

  // Everything is read before anything is written: an output may be an input.
  private void fetch(Tensor z) {
    if (points.length != z.size()) {
      points = new double[z.size()];
      along = new double[z.size()];
      results = new double[z.size()];
    }
    backend.read(z, points);
  }

  private interface Element {
    double at(int index);
  }

  private void put(Tensor x, Element element) {
    for (int i = 0; i < results.length; i++) {
      results[i] = element.at(i);
    }
    backend.write(results, x);
  }
}
