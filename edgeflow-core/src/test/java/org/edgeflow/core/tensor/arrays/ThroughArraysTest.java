package org.edgeflow.core.tensor.arrays;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.KernelsContract;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;

/** A backend without any kernels of its own keeps the whole contract through Java arrays. */
class ThroughArraysTest extends KernelsContract {

  @Override
  public TensorBackend open(DataType dataType) {
    return new Poor(dataType).backend;
  }

  /** The heap's vectors, and no kernels. */
  private static final class Poor implements InvocationHandler {
    private final TensorBackend backend;
    private final HeapBackend vectors;
    private Kernels kernels;

    Poor(DataType dataType) {
      this.backend =
          (TensorBackend)
              Proxy.newProxyInstance(
                  TensorBackend.class.getClassLoader(), new Class<?>[] {TensorBackend.class}, this);
      this.vectors = new HeapBackend(backend, dataType);
    }

    @Override
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return switch (method.getName()) {
          case "equals" -> proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "a poor backend";
        };
      }
      if (method.getName().equals("kernels")) {
        kernels = kernels == null ? ThroughArrays.of(backend) : kernels;
        return kernels;
      }
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      try {
        return method.invoke(vectors, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
