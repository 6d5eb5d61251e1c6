package org.edgeflow.core.tensor;

/** What the contracts are about; a backend's test opens it. */
public interface BackendUnderTest {

  /** The backend under test, in one format. */
  TensorBackend open(DataType dataType);
}
