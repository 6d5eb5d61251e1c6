package org.edgeflow.backends.cuda;

import org.edgeflow.backends.cuda.device.Card;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/** Opens the backend {@code cuda}. */
public final class CudaBackendFactory implements BackendFactory<CudaBackendFactory.Settings> {

  /** Its settings. */
  public record Settings(
      @Setting(
              value = "The card, as the driver counts them.",
              byDefault = "0",
              atLeast = 0,
              atMost = 1023)
          int device,
      @Setting(
              value =
                  "Whether float32 products may use TF32, which rounds factors to 10 bits: faster,"
                      + " but gradients are then good to 1e-3.",
              byDefault = "false")
          boolean tf32,
      @Setting(
              value =
                  "Whether evaluations are recorded as CUDA graphs and replayed, which spares the"
                      + " start of each operation.",
              byDefault = "true")
          boolean graphs) {}

  @Override
  public Description description() {
    return new Description(
        "An NVIDIA card (Turing or newer): cuBLAS, and kernels compiled for it; needs CUDA 13.");
  }

  @Override
  public TensorBackend create(Settings settings, DataType dataType) {
    Card.Search search = Card.find(settings.device());
    if (search.obstacle() != null) {
      throw new BackendUnavailableException(message(search.obstacle()));
    }
    return new CudaBackend(search.card(), dataType, settings.tf32(), settings.graphs());
  }

  @Override
  public Availability availability() {
    Card.Search search = Card.find(0);
    return search.obstacle() == null
        ? new Availability(true, search.card().description())
        : new Availability(false, message(search.obstacle()));
  }

  private static String message(String obstacle) {
    return "backend cuda: " + obstacle + ". Use 'backend: host' instead.";
  }
}
