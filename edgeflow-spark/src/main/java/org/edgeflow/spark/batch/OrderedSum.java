package org.edgeflow.spark.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * A sum over parts, as a tree whose shape and whose order follow from their number alone. Spark's
 * {@code treeAggregate} adds what arrives first; sums of floating-point numbers then differ from
 * evaluation to evaluation.
 */
final class OrderedSum {
  /** So many are added by one task, or by the driver. */
  private static final int WIDTH = 16;

  private OrderedSum() {}

  /** A summand and its place. */
  private record Summand(int index, double[] values) implements Serializable {}

  /**
   * The sum.
   *
   * @param parts each index from 0 once
   * @param number how many there are
   */
  static double[] of(JavaPairRDD<Integer, double[]> parts, int number) {
    JavaPairRDD<Integer, double[]> level = parts;
    int count = number;
    while (count > WIDTH) {
      count = (count + WIDTH - 1) / WIDTH;
      level =
          level
              .mapToPair(part -> new Tuple2<>(part._1() / WIDTH, new Summand(part._1(), part._2())))
              .groupByKey(count)
              .mapValues(OrderedSum::inOrder);
    }
    List<Summand> last = new ArrayList<>();
    for (Tuple2<Integer, double[]> part : level.collect()) {
      last.add(new Summand(part._1(), part._2()));
    }
    return inOrder(last);
  }

  private static double[] inOrder(Iterable<Summand> summands) {
    List<Summand> ordered = new ArrayList<>();
    summands.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(Summand::index));
    double[] sum = ordered.get(0).values().clone();
    for (Summand summand : ordered.subList(1, ordered.size())) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += summand.values()[i];
      }
    }
    return sum;
  }
}
