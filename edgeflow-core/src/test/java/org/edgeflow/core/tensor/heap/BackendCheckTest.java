package org.edgeflow.core.tensor.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackendCheckTest {

  @ParameterizedTest
  @EnumSource
  void aBackendThatComputesRightIsFoundRightAndMeasured(DataType dataType) {
    BackendCheck check = BackendCheck.of(new HeapBackend(dataType), 0.1);
    assertThat(check.wrong()).isEmpty();
    assertThat(check.dataType()).isEqualTo(dataType);
    assertThat(check.gemmRate()).isPositive();
    assertThat(check.bandwidth()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void aBackendWhoseProductsAreWrongIsFoundOut(DataType dataType) {
    HeapBackend heap = new HeapBackend(dataType);
    TensorBackend wrong =
        (TensorBackend)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TensorBackend.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("gemm")) {
                    // α doubled.
                    arguments[2] = 2 * (double) arguments[2];
                  }
                  try {
                    return method.invoke(heap, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    assertThat(BackendCheck.of(wrong, 0.1).wrong()).isPresent();
    assertThat(BackendCheck.of(wrong, 0.1).wrong().orElseThrow()).startsWith("a matrix product");
  }
}
