package org.edgeflow.spark.batch;

import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.broadcast.Broadcast;
import org.edgeflow.core.objective.Objective;

/**
 * A part of the examples on its way to an executor, which fetches them when it first evaluates
 * there, and keeps the objective that it made of them.
 *
 * @param batch of which full batch, unique in the application
 * @param index which part of it
 * @param weight the part's share of all examples
 * @param inner the objective
 * @param examples fetched by those that need them alone
 */
record Part(
    String batch, int index, double weight, InnerObjective inner, Broadcast<Examples> examples)
    implements Serializable {

  /** The objectives that this process has made: nothing but what their parts decide. */
  private static final ConcurrentMap<String, Objective> HELD = new ConcurrentHashMap<>();

  /** Evaluates on these examples, and weights. */
  double[] evaluate(Evaluation evaluation) {
    Objective objective =
        HELD.computeIfAbsent(
            batch + "/" + index, none -> inner.of(examples.value().dataset()).objective());
    // An objective has workspaces; an executor that evaluates a part twice at once takes turns.
    synchronized (objective) {
      return evaluation.of(objective, weight);
    }
  }
}
