package org.edgeflow.backends.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.edgeflow.backends.cuda.CudaBackendFactory;
import org.edgeflow.core.tensor.BackendFactory.Availability;
import org.junit.jupiter.api.Test;

class CudaMessagesTest {

  @Test
  void aMachineWithoutADriverSaysSoAndWhatElseIsMissing() {
    assertThat(
            Libraries.explanation(
                List.of("libcuda.so.1", "libcublasLt.so.13", "libcublas.so.13"), "whatever"))
        .startsWith("this machine has no NVIDIA driver (libcuda.so.1 is not found")
        .contains("libcublasLt.so.13, libcublas.so.13", "580");
  }

  @Test
  void aDriverWithoutTheToolkitSaysWhichLibrariesAreMissing() {
    assertThat(Libraries.explanation(List.of("libnvrtc.so.13"), "whatever"))
        .startsWith("the CUDA 13 libraries are incomplete: libnvrtc.so.13 is not found")
        .contains("EDGEFLOW_CUDA_PATH");
    assertThat(Libraries.explanation(List.of(), "libcublas.so.13: undefined symbol x"))
        .contains("undefined symbol x");
  }

  @Test
  void askingWhetherItWorksNeverThrowsAndNamesAWayOut() {
    Availability availability = new CudaBackendFactory().availability();
    if (!availability.usable()) {
      assertThat(availability.detail())
          .startsWith("backend cuda: ")
          .endsWith("Use 'backend: host' instead.");
    } else {
      assertThat(availability.detail()).contains("sm_");
    }
  }

  @Test
  void aCardTooOldOrADriverTooOldIsNamed() {
    assertThat(new Card(0, "Quadro P4000", 6, 1, 14, 8L << 30, 13000).obstacle())
        .contains("Quadro P4000", "sm_61", "sm_75", "nd4j-cuda");
    assertThat(new Card(0, "NVIDIA A100", 8, 0, 108, 40L << 30, 12040).obstacle())
        .contains("NVIDIA A100", "12.4", "580");
    assertThat(new Card(0, "NVIDIA H100", 9, 0, 132, 80L << 30, 13000).obstacle()).isNull();
  }
}
