package org.edgeflow.core.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Where a flow stands: named blocks, each a vector of parameter space or a number, and one of
 * another kind where the flow needs it. Every state has a centre. Solvers treat a state as one
 * point of a vector space and know no other block by name.
 */
public final class State implements Snapshot.Part {
  private final TensorBackend backend;
  private final List<Vector> vectorKeys;
  private final List<Scalar> scalarKeys;
  private final List<Tensor> vectors = new ArrayList<>();
  private final double[] numbers;
  private final Block further;

  /**
   * The key of a vector.
   *
   * @param name what a snapshot calls it
   */
  public record Vector(String name) {}

  /**
   * The key of a number.
   *
   * @param name what a snapshot calls it
   */
  public record Scalar(String name) {}

  /**
   * A block of a flow's own kind: an element of a vector space, such as a matrix in factors, that
   * knows how to add.
   */
  public interface Block extends Snapshot.Part {

    /** The zero of this block's space. */
    Block like();

    /** {@code this ← other}, a block of the same space. */
    void set(Block other);

    /** {@code this ← this + α other}, a block of the same space. */
    void add(double alpha, Block other);

    /** The length of this element. */
    double norm();
  }

  private static final class Nothing implements Block {
    @Override
    public Block like() {
      return this;
    }

    @Override
    public void set(Block other) {
      // The space has one element.
    }

    @Override
    public void add(double alpha, Block other) {
      // The space has one element.
    }

    @Override
    public double norm() {
      return 0;
    }

    @Override
    public void visit(Fields fields) {
      // There is nothing to remember.
    }
  }

  /**
   * A state of zeros, of vectors and numbers.
   *
   * @param vectors the vectors beside the centre
   */
  public State(TensorBackend backend, int dimension, List<Vector> vectors, List<Scalar> numbers) {
    this(backend, dimension, vectors, numbers, new Nothing());
  }

  /**
   * A state of zeros, of vectors, numbers, and a block of the flow's own kind.
   *
   * @param vectors the vectors beside the centre
   * @param further the block; from now on this state's
   */
  public State(
      TensorBackend backend,
      int dimension,
      List<Vector> vectors,
      List<Scalar> numbers,
      Block further) {
    this.backend = backend;
    this.further = further;
    this.vectorKeys = List.copyOf(vectors);
    this.scalarKeys = List.copyOf(numbers);
    this.numbers = new double[numbers.size()];
    for (int i = 0; i <= vectors.size(); i++) {
      this.vectors.add(backend.zeros(dimension));
    }
  }

  /** A state of zeros with the blocks of another. */
  public State like() {
    return new State(backend, centre().size(), vectorKeys, scalarKeys, further.like());
  }

  /** The backend of the vectors. */
  public TensorBackend backend() {
    return backend;
  }

  /** The centre, live. */
  public Tensor centre() {
    return vectors.get(0);
  }

  /** A vector beside the centre, live. */
  public Tensor vector(Vector key) {
    return vectors.get(1 + index(vectorKeys, key));
  }

  /** A number. */
  public double number(Scalar key) {
    return numbers[index(scalarKeys, key)];
  }

  /** Sets a number. */
  public void setNumber(Scalar key, double value) {
    numbers[index(scalarKeys, key)] = value;
  }

  private static <K> int index(List<K> keys, K key) {
    int index = keys.indexOf(key);
    if (index < 0) {
      throw new IllegalArgumentException("the state has no " + key + ", it has " + keys);
    }
    return index;
  }

  /**
   * The block of the flow's own kind, live.
   *
   * @throws ClassCastException if it is of another kind
   */
  public <B extends Block> B further(Class<B> kind) {
    return kind.cast(further);
  }

  /** The length of the block of the flow's own kind; 0 without one. */
  public double furtherNorm() {
    return further.norm();
  }

  /** The vectors beside the centre. */
  public List<Vector> vectors() {
    return vectorKeys;
  }

  /** The numbers. */
  public List<Scalar> numbers() {
    return scalarKeys;
  }

  /** Every block ← 0. */
  public void clear() {
    vectors.forEach(vector -> backend.fill(vector, 0));
    Arrays.fill(numbers, 0);
    further.set(further.like());
  }

  /** {@code this ← other}. */
  public void set(State other) {
    further.set(other.further);
    for (int i = 0; i < vectors.size(); i++) {
      backend.copy(other.vectors.get(i), vectors.get(i));
    }
    System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
  }

  /** {@code this ← this + α other}, in every block. */
  public void add(double alpha, State other) {
    if (alpha == 0) {
      return;
    }
    further.add(alpha, other.further);
    for (int i = 0; i < vectors.size(); i++) {
      backend.axpy(alpha, other.vectors.get(i), vectors.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += alpha * other.numbers[i];
    }
  }

  @Override
  public void visit(Fields fields) {
    further.visit(fields);
    fields.tensor("centre", centre());
    for (Vector key : vectorKeys) {
      fields.tensor(key.name(), vector(key));
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = fields.number(scalarKeys.get(i).name(), numbers[i]);
    }
  }
}
