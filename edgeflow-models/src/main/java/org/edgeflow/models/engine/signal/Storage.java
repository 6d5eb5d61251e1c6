package org.edgeflow.models.engine.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Buffers that several tapes use in turn: a tape takes what it needs in a fixed order, and after
 * {@link #rewind} the next tape is given the same memory again.
 *
 * <p>The first tape must be the one that needs most: a later one may take smaller tensors, or more
 * of them, but not larger ones.
 */
public final class Storage {
  private final TensorBackend backend;
  private final List<Tensor> tensors = new ArrayList<>();
  private final Map<Object, Object> shared = new HashMap<>();
  private int next;

  /** Empty storage on a backend. */
  public Storage(TensorBackend backend) {
    this.backend = backend;
  }

  /** The next buffer, with a shape; its content is whatever the last user left. */
  public Tensor take(int... shape) {
    if (next == tensors.size()) {
      tensors.add(backend.zeros(shape));
      return tensors.get(next++);
    }
    Tensor tensor = tensors.get(next++);
    if (Arrays.equals(tensor.shape(), shape)) {
      return tensor;
    }
    if (Shapes.size(shape) > tensor.size()) {
      throw new IllegalStateException(
          "a later tape asked for "
              + Arrays.toString(shape)
              + " where the first took "
              + Arrays.toString(tensor.shape()));
    }
    return backend.view(tensor, 0, shape);
  }

  /**
   * What several tapes have in common for good, made by the first that asks for it. No tape is
   * given its memory as a buffer.
   *
   * @param key equal where the same is meant
   */
  public <T> T shared(Object key, Class<T> type, Supplier<T> make) {
    // Not computeIfAbsent: what is made may itself ask for what it shares.
    if (!shared.containsKey(key)) {
      shared.put(key, make.get());
    }
    return type.cast(shared.get(key));
  }

  /** Starts again with the first buffer. */
  public void rewind() {
    next = 0;
  }
}
