package org.edgeflow.core.tensor.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
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
    Kernels right = heap.kernels();
    Kernels.Products doubled =
        proxy(
            Kernels.Products.class,
            (method, arguments) -> {
              arguments[2] = 2 * (double) arguments[2];
              return method.invoke(right.products(), arguments);
            });
    Kernels kernels =
        new Kernels(
            right.elementwise(), right.rows(), right.windows(), right.places(), doubled, null);
    TensorBackend wrong =
        proxy(
            TensorBackend.class,
            (method, arguments) ->
                method.getName().equals("kernels") ? kernels : method.invoke(heap, arguments));
    assertThat(BackendCheck.of(wrong, 0.1).wrong()).isPresent();
    assertThat(BackendCheck.of(wrong, 0.1).wrong().orElseThrow()).startsWith("a matrix product");
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
