package org.edgeflow.core.objective;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.edgeflow.core.tensor.Tensor;

/**
 * What is to be minimized, and from where.
 *
 * @param objective the loss and its derivatives
 * @param start {@code w_0}; belongs to the objective's backend, and nobody modifies it
 * @param coordinates names of the coordinates where there are few enough to record ({@code x},
 *     {@code y}); empty for a network
 * @param export turns the objective's parameters into those that the outside knows: a network's, in
 *     its own order and coordinates; does not modify its argument
 * @param rotated whether the objective's parameters mix several of the outside's, so that an
 *     optimizer that acts on each parameter by itself would act on others than the outside's
 * @param blocks all the parameters in named slices, in order: a network's layers; the coordinates
 *     where these have names
 * @param files what it was read from, beside the files that the config names: a run that goes on
 *     needs them as they were
 */
public record Problem(
    Objective objective,
    Tensor start,
    List<String> coordinates,
    Function<Tensor, double[]> export,
    boolean rotated,
    List<ParameterBlock> blocks,
    List<Path> files) {
  /** Checks that start and blocks fit. */
  public Problem {
    coordinates = List.copyOf(coordinates);
    blocks = List.copyOf(blocks);
    files = List.copyOf(files);
    if (start.size() != objective.dimension()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " coordinates, the objective " + objective.dimension());
    }
    ParameterBlock.requirePartition(blocks, start.size());
  }

  /** A problem whose parameters are, each for itself, the outside's. */
  public Problem(
      Objective objective,
      Tensor start,
      List<String> coordinates,
      Function<Tensor, double[]> export) {
    this(
        objective, start, coordinates, export, false, blocks(coordinates, start.size()), List.of());
  }

  /** A problem whose parameters are the outside's. */
  public Problem(Objective objective, Tensor start, List<String> coordinates) {
    this(objective, start, coordinates, Problem::values);
  }

  /** The same, with its parameters divided otherwise. */
  public Problem withBlocks(List<ParameterBlock> blocks) {
    return new Problem(objective, start, coordinates, export, rotated, blocks, files);
  }

  /** The same, with an objective that ends what is under way once somebody wants it to. */
  public Problem stoppable(BooleanSupplier abandoned) {
    return new Problem(
        new StoppableObjective(objective, abandoned),
        start,
        coordinates,
        export,
        rotated,
        blocks,
        files);
  }

  /** The same, read from these files beside those that the config names. */
  public Problem readFrom(List<Path> others) {
    return new Problem(objective, start, coordinates, export, rotated, blocks, others);
  }

  private static List<ParameterBlock> blocks(List<String> coordinates, int dimension) {
    if (coordinates.size() != dimension) {
      return List.of(ParameterBlock.whole(dimension));
    }
    return IntStream.range(0, dimension)
        .mapToObj(i -> new ParameterBlock(coordinates.get(i), i, 1))
        .toList();
  }

  private static double[] values(Tensor parameters) {
    double[] values = new double[parameters.size()];
    parameters.backend().read(parameters, values);
    return values;
  }
}
