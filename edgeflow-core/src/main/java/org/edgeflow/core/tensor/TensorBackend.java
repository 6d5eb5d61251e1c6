package org.edgeflow.core.tensor;

import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Where numbers live and who computes on them: plain Java arrays, ND4J on a CPU, ND4J on a GPU.
 *
 * <p>The contract that every backend passes ({@code TensorBackendContract} in the tests):
 *
 * <ul>
 *   <li>Outputs are the caller's. Nothing is allocated except by {@link #zeros}, {@link #of},
 *       {@link #copyOf}, {@link #view} and {@link #scalars}.
 *   <li>Arguments are tensors of this backend; a tensor of another backend, or sizes that differ,
 *       are an {@link IllegalArgumentException} that names both.
 *   <li>Sums ({@link #dot}, {@link #norm}, {@link #distance}) of the same inputs give the same bits
 *       every time.
 *   <li>NaN and infinities propagate as in IEEE 754.
 * </ul>
 *
 * <p>A backend is used by one thread at a time, except by the tasks of {@link #parallel}.
 */
public interface TensorBackend extends AutoCloseable {

  /** The name under which a config selects this backend. */
  String name();

  /** The format of every tensor of this backend. */
  DataType dataType();

  /** What computes, for provenance: library, version, device. */
  String description();

  /** A new tensor of zeros; the caller owns it. */
  Tensor zeros(int... shape);

  /** A new tensor holding {@code values} in row-major order; the caller owns it. */
  default Tensor of(double[] values, int... shape) {
    Tensor result = zeros(shape);
    write(values, result);
    return result;
  }

  /** A new tensor with the shape and values of {@code x}. */
  default Tensor copyOf(Tensor x) {
    Tensor result = zeros(x.shape());
    copy(x, result);
    return result;
  }

  /**
   * A part of a tensor, or the same elements in another shape: what is written into one is seen in
   * the other.
   *
   * @param x not modified, and kept alive by the view
   * @param offset the first element's place in {@code x}, in row-major order
   * @throws IllegalArgumentException if the view does not lie within {@code x}
   */
  Tensor view(Tensor x, int offset, int... shape);

  /**
   * Copies a tensor into a Java array.
   *
   * @param x not modified
   * @param values modified; as long as {@code x}
   */
  void read(Tensor x, double[] values);

  /**
   * Copies a Java array into a tensor, rounding to its format.
   *
   * @param values not modified; as long as {@code x}
   * @param x modified
   */
  void write(double[] values, Tensor x);

  /** {@code to ← from}. */
  void copy(Tensor from, Tensor to);

  /** {@code x ← value} in every element. */
  void fill(Tensor x, double value);

  /** {@code x ← α x}. */
  void scale(double alpha, Tensor x);

  /**
   * {@code y ← y + α x}.
   *
   * @param x not modified
   * @param y modified
   */
  void axpy(double alpha, Tensor x, Tensor y);

  /**
   * {@code out ← α x + β y}.
   *
   * @param x not modified
   * @param y not modified
   * @param out modified; may be {@code x} or {@code y}
   */
  void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out);

  /**
   * {@code y ← β y + α x ∘ x}, elementwise: one step of a moving average of squares.
   *
   * @param x not modified; may not be {@code y}
   * @param y modified
   */
  void addSquares(double alpha, Tensor x, double beta, Tensor y);

  /**
   * {@code out ← √(α x) + ε}, elementwise; NaN where {@code α x} is negative.
   *
   * @param x not modified
   * @param out modified; may be {@code x}
   */
  void root(double alpha, Tensor x, double epsilon, Tensor out);

  /**
   * {@code out ← x / y}, elementwise.
   *
   * @param x not modified
   * @param y not modified
   * @param out modified; may be {@code x} or {@code y}
   */
  void divide(Tensor x, Tensor y, Tensor out);

  /** {@code Σ xᵢ yᵢ}. */
  double dot(Tensor x, Tensor y);

  /** {@code ‖x‖₂}. */
  default double norm(Tensor x) {
    return Math.sqrt(dot(x, x));
  }

  /** {@code ‖x − y‖₂}. */
  double distance(Tensor x, Tensor y);

  /** New slots for numbers, all 0; the caller owns them. */
  default Scalars scalars(int count) {
    return new ArrayScalars(this, new double[count]);
  }

  /** Puts a number into a slot, behind what has been asked for so far. */
  default void set(Scalars to, int slot, double value) {
    ArrayScalars.values(this, to)[Shapes.requireSlot(to, slot)] = value;
  }

  /**
   * Copies all slots into a Java array, when what was asked for so far is done.
   *
   * @param values modified; as long as {@code from}
   */
  default void read(Scalars from, double[] values) {
    double[] numbers = ArrayScalars.values(this, from);
    Shapes.requireAsMany(from, values.length);
    System.arraycopy(numbers, 0, values, 0, values.length);
  }

  /**
   * {@code slot ← Σ xᵢ yᵢ}, the same bits as {@link #dot(Tensor, Tensor)}: for results that are
   * read later, many at a time, so that nobody waits for this one.
   *
   * @param out its slot is modified
   */
  default void dot(Tensor x, Tensor y, Scalars out, int slot) {
    set(out, slot, dot(x, y));
  }

  /**
   * {@code out ← x + α σ y}, σ a number in a slot; {@code α σ} is taken in float64 and then rounded
   * to the tensors' format.
   *
   * @param x not modified
   * @param by not modified
   * @param y not modified
   * @param out modified; may be {@code x} or {@code y}
   */
  default void displace(Tensor x, double alpha, Scalars by, int slot, Tensor y, Tensor out) {
    double sigma = ArrayScalars.values(this, by)[Shapes.requireSlot(by, slot)];
    combine(1, x, alpha * sigma, y, out);
  }

  /**
   * Work that will be done again and again, in a form that a backend may do at less cost: one that
   * queues its operations can keep what the work queued, and start it as a whole the next time.
   *
   * <p>The work asks for the same operations every time: on the same tensors, scalars and indices,
   * with the same factors. What varies between two runs stands in their elements, which the caller
   * writes before a run and reads after it. The work itself should neither read nor allocate; a
   * backend that could not keep it for that reason does it in full every time.
   *
   * @return what to run in its place, by the thread that uses this backend; what a backend keeps it
   *     keeps for as long as this object is held
   */
  default Runnable repeated(Runnable work) {
    return work;
  }

  /**
   * Waits until everything asked for so far is done; for timing. Results need no waiting: whatever
   * reads them waits.
   */
  default void synchronize() {}

  /**
   * How many more elements this backend has memory for; {@link Long#MAX_VALUE} where it does not
   * know, as where the Java heap holds them.
   */
  default long room() {
    return Long.MAX_VALUE;
  }

  /**
   * Announces tensors of so many elements altogether, so that memory for them can be taken at once.
   */
  default void reserve(long elements) {}

  /**
   * How many elements, of all tensors that are worked on together, this backend wants to hold at a
   * time: as many as stay near a processor, or more where a device wants long vectors. What lies
   * further away is not slower by a threshold but little by little, so that it is no limit.
   */
  default int reach() {
    return (12 << 20) / dataType().bytes();
  }

  /** How many threads {@link #parallel} uses. */
  default int threads() {
    return 1;
  }

  /**
   * Runs {@code task} for 0, 1, … tasks − 1, on up to {@link #threads} threads in any order, and
   * returns when all have ended.
   *
   * <p>A task may use this backend's operations and kernels, as long as what it writes is touched
   * by no other task. Within a task everything runs on that task's thread: an inner {@code
   * parallel} runs its tasks in order.
   *
   * <p>If tasks throw, the others run all the same; then the exception of the lowest task surfaces.
   */
  default void parallel(int tasks, IntConsumer task) {
    Throwable first = null;
    for (int i = 0; i < tasks; i++) {
      try {
        task.accept(i);
      } catch (RuntimeException | Error e) {
        first = first == null ? e : first;
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (RuntimeException) first;
    }
  }

  /**
   * The same kind of backend in another format, with as many threads, for preparations that need
   * it; the caller closes it. Empty where there is none, or none that is quick.
   */
  default Optional<TensorBackend> inFormat(DataType other) {
    return Optional.empty();
  }

  /** The operations that networks need; the same object every time. */
  Kernels kernels();

  /** Releases what the backend holds; its tensors are unusable afterwards. */
  @Override
  default void close() {}
}
