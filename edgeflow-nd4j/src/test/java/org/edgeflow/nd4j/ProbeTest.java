package org.edgeflow.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.edgeflow.core.tensor.BackendFactory.Availability;
import org.junit.jupiter.api.Test;

class ProbeTest {

  @Test
  void aBuildWithoutCudaSaysHowToGetIt() {
    Availability availability = Probe.of(Device.CUDA);
    assertThat(availability.usable()).isFalse();
    assertThat(availability.detail()).contains("nd4j-cuda", "'backend: nd4j-native'");
  }

  @Test
  void aCudaRuntimeThatDoesNotLoadSaysWhatIsMissing() {
    assertThat(
            Probe.reason(
                new UnsatisfiedLinkError("x.so: libcuda.so.1: cannot open shared object file")))
        .startsWith("this machine has no NVIDIA driver");
    assertThat(
            Probe.reason(
                new UnsatisfiedLinkError(
                    "x.so: libcudart.so.11.0: cannot open shared object file")))
        .startsWith("the CUDA 11 libraries are not installed");
  }

  @Test
  void aCardThatTheLibraryHasNoCodeForIsNamedWithTheBackendForIt() {
    assertThat(Probe.obstacle("NVIDIA H100 80GB HBM3", 9, 0))
        .contains("NVIDIA H100 80GB HBM3", "sm_90", "sm_37 to sm_86", "'backend: cuda'");
    assertThat(Probe.obstacle("Tesla K20", 3, 5)).contains("sm_35").doesNotContain("backend: cuda");
    assertThat(Probe.obstacle("NVIDIA RTX 4090", 8, 9)).isNull();
    assertThat(Probe.obstacle("Tesla K80", 3, 7)).isNull();
  }
}
