package org.edgeflow.nd4j;

/** What an ND4J backend computes on. One process runs one of them. */
public enum Device {
  /** The processor, through OpenBLAS. */
  CPU("nd4j-native", "org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
  /** The first CUDA device, through cuBLAS. */
  CUDA("nd4j-cuda", "org.nd4j.linalg.jcublas.JCublasBackend");

  private final String label;
  private final String provider;

  Device(String label, String provider) {
    this.label = label;
    this.provider = provider;
  }

  /** The name under which a config selects it. */
  public String label() {
    return label;
  }

  /** The class that ND4J's service loader must find for it. */
  String provider() {
    return provider;
  }
}
