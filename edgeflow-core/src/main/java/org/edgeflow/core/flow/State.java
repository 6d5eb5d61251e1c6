package org.edgeflow.core.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Where a flow stands: named blocks, each a vector of parameter space or a number. The first block
 * is the centre. Solvers treat a state as one point of a vector space and know no block by name.
 */
public final class State implements Snapshot.Part {
  private final TensorBackend backend;
  private final List<String> vectorNames;
  private final List<String> numberNames;
  private final List<Tensor> vectors = new ArrayList<>();
  private final double[] numbers;

  /**
   * A state of zeros.
   *
   * @param vectorNames the vectors, the centre first
   * @param numberNames the numbers
   */
  public State(
      TensorBackend backend, int dimension, List<String> vectorNames, List<String> numberNames) {
    this.backend = backend;
    this.vectorNames = List.copyOf(vectorNames);
    this.numberNames = List.copyOf(numberNames);
    this.numbers = new double[numberNames.size()];
    for (int i = 0; i < vectorNames.size(); i++) {
      vectors.add(backend.zeros(dimension));
    }
  }

  /** A state of zeros with the blocks of another. */
  public State like() {
    return new State(backend, centre().size(), vectorNames, numberNames);
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

  /** How many vectors there are, the centre among them. */
  public int vectors() {
    return vectors.size();
  }

  /** How many numbers there are. */
  public int numbers() {
    return numbers.length;
  }

  /** Every component of every block ← α. */
  public void fill(double alpha) {
    vectors.forEach(vector -> backend.fill(vector, alpha));
    Arrays.fill(numbers, alpha);
  }

  /** {@code this ← other}. */
  public void set(State other) {
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
    for (int i = 0; i < vectors.size(); i++) {
      backend.axpy(alpha, other.vectors.get(i), vectors.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += alpha * other.numbers[i];
    }
  }

  @Override
  public void save(Snapshot snapshot, String prefix) {
    for (int i = 0; i < vectors.size(); i++) {
      snapshot.put(prefix + vectorNames.get(i), vectors.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      snapshot.put(prefix + numberNames.get(i), numbers[i]);
    }
  }

  @Override
  public void restore(Snapshot snapshot, String prefix) {
    for (int i = 0; i < vectors.size(); i++) {
      snapshot.get(prefix + vectorNames.get(i), vectors.get(i));
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = snapshot.number(prefix + numberNames.get(i));
    }
  }
}
