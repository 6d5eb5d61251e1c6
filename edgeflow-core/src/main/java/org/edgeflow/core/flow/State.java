package org.edgeflow.core.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Where a flow stands: named blocks, each a vector of parameter space or a number, and one of
 * another kind where the flow needs it. The first vector is the centre. Solvers treat a state as
 * one point of a vector space and know no block by name.
 */
public final class State implements Snapshot.Part {
  private final TensorBackend backend;
  private final List<String> vectorNames;
  private final List<String> numberNames;
  private final List<Tensor> vectors = new ArrayList<>();
  private final double[] numbers;
  private final Block further;

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
    public void save(Snapshot snapshot, String prefix) {
      // There is nothing to save.
    }

    @Override
    public void restore(Snapshot snapshot, String prefix) {
      // There is nothing to restore.
    }
  }

  /**
   * A state of zeros, of vectors and numbers.
   *
   * @param vectorNames the vectors, the centre first
   * @param numberNames the numbers
   */
  public State(
      TensorBackend backend, int dimension, List<String> vectorNames, List<String> numberNames) {
    this(backend, dimension, vectorNames, numberNames, new Nothing());
  }

  /**
   * A state of zeros, of vectors, numbers, and a block of the flow's own kind.
   *
   * @param vectorNames the vectors, the centre first
   * @param numberNames the numbers
   * @param further the block; from now on this state's
   */
  public State(
      TensorBackend backend,
      int dimension,
      List<String> vectorNames,
      List<String> numberNames,
      Block further) {
    this.backend = backend;
    this.further = further;
    this.vectorNames = List.copyOf(vectorNames);
    this.numberNames = List.copyOf(numberNames);
    this.numbers = new double[numberNames.size()];
    for (int i = 0; i < vectorNames.size(); i++) {
      vectors.add(backend.zeros(dimension));
    }
  }

  /** A state of zeros with the blocks of another. */
  public State like() {
    return new State(backend, centre().size(), vectorNames, numberNames, further.like());
  }

  /** The backend of the vectors. */
  public TensorBackend backend() {
    return backend;
  }

  /** The centre: block 0, live. */
  public Tensor centre() {
    return vectors.get(0);
  }

  /** A vector, live. */
  public Tensor vector(int index) {
    return vectors.get(index);
  }

  /** A number. */
  public double number(int index) {
    return numbers[index];
  }

  /** Sets a number. */
  public void setNumber(int index, double value) {
    numbers[index] = value;
  }

  /** The block of the flow's own kind, live. */
  public Block further() {
    return further;
  }

  /** How many vectors there are, the centre among them. */
  public int vectors() {
    return vectors.size();
  }

  /** How many numbers there are. */
  public int numbers() {
    return numbers.length;
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
  public void save(Snapshot snapshot, String prefix) {
    further.save(snapshot, prefix);
    for (int i = 0; i < vectors.size(); i++) {
      snapshot.put(prefix + vectorNames.get(i), vectors.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      snapshot.put(prefix + numberNames.get(i), numbers[i]);
    }
  }

  @Override
  public void restore(Snapshot snapshot, String prefix) {
    further.restore(snapshot, prefix);
    for (int i = 0; i < vectors.size(); i++) {
      snapshot.get(prefix + vectorNames.get(i), vectors.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = snapshot.number(prefix + numberNames.get(i));
    }
  }
}
