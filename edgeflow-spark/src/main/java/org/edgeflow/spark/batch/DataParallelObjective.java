package org.edgeflow.spark.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import scala.Tuple2;

/**
 * A mean over examples that lie in parts on Spark's executors: {@code L(w) = Σ_p (n_p/n) L_p(w)},
 * and alike its gradient and its products, each added in the order of the parts. The bits depend on
 * the number of parts, and neither on how many executors there are nor on which are lost.
 *
 * <p>A round sends the parameters to every executor once, and the sums back: 8 bytes a parameter
 * each way, whatever the number of examples.
 */
final class DataParallelObjective implements Objective {
  /** How often a round may lose executors. */
  private static final int LIVES = 3;

  private final JavaSparkContext context;
  private final TensorBackend backend;
  private final int dimension;
  private final int number;
  private final JavaRDD<Part> parts;

  /**
   * Sends the examples on their way.
   *
   * @param backend of the tensors that this objective takes
   * @param dimension the number of parameters
   */
  DataParallelObjective(
      JavaSparkContext context,
      TensorBackend backend,
      int dimension,
      InnerObjective inner,
      List<Examples> examples) {
    String batch = UUID.randomUUID().toString();
    this.context = context;
    this.backend = backend;
    this.dimension = dimension;
    long all = examples.stream().mapToLong(Examples::size).sum();
    List<Part> list = new ArrayList<>();
    for (Examples each : examples) {
      double weight = (double) each.size() / all;
      list.add(new Part(batch, list.size(), weight, inner, context.broadcast(each)));
    }
    this.number = list.size();
    // Kept where it was first evaluated, a part has its examples there.
    this.parts =
        context
            .parallelize(list, list.size())
            .map(part -> part)
            .persist(StorageLevel.MEMORY_ONLY());
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public double loss(Tensor parameters) {
    return round(Evaluation.at(Evaluation.Kind.LOSS, parameters))[0];
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    double[] found = round(Evaluation.at(Evaluation.Kind.GRADIENT, parameters));
    write(found, 1, gradient);
    return found[0];
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    write(round(Evaluation.along(Evaluation.Kind.PRODUCT, parameters, vector, 0)), 0, product);
  }

  @Override
  public void symmetric(
      Tensor centre, Tensor direction, double magnitude, Symmetric.Request request, Symmetric out) {
    double[] found =
        round(Evaluation.along(Evaluation.Kind.of(request), centre, direction, magnitude));
    out.setCost(new Cost(0, Math.round(found[2]), Math.round(found[3])));
    int at = 4;
    write(found, at, out.meanGradient());
    if (request.halfDifference()) {
      at += dimension;
      write(found, at, out.halfDifference());
    }
    if (request.hessianVector()) {
      at += dimension;
      write(found, at, out.hessianVector());
    }
    out.setLosses(found[0], found[1]);
  }

  private void write(double[] found, int from, Tensor tensor) {
    backend.write(Arrays.copyOfRange(found, from, from + dimension), tensor);
  }

  private double[] round(Evaluation evaluation) {
    Broadcast<Evaluation> broadcast = context.broadcast(evaluation);
    try {
      for (int lost = 1; ; lost++) {
        try {
          return OrderedSum.of(
              parts.mapToPair(part -> new Tuple2<>(part.index(), part.evaluate(broadcast.value()))),
              number);
        } catch (Exception e) {
          // Spark's own exception is checked, and its Java methods do not declare it.
          if (!(e instanceof SparkException) || lost == LIVES || context.sc().isStopped()) {
            throw failed(e);
          }
        }
      }
    } finally {
      broadcast.destroy();
    }
  }

  private static RuntimeException failed(Exception e) {
    if (e instanceof SparkException) {
      return new EnvironmentException(
          "Spark could not evaluate the objective on its executors: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + " The last checkpoint is kept.",
          e);
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}
