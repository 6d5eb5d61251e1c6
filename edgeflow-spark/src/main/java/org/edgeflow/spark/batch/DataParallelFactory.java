package org.edgeflow.spark.batch;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;

/** The objective {@code data-parallel}. */
public final class DataParallelFactory implements ObjectiveFactory<DataParallelFactory.Settings> {

  /**
   * Its settings.
   *
   * @param objective of a part of the examples, as a section with a type
   * @param parts into how many the examples go
   */
  public record Settings(
      @Setting("The objective that is summed over parts, as a section: {type: mlp, …}.")
          Node objective,
      @Setting(
              value =
                  "Into how many parts the examples go. It decides the last digits; the number of"
                      + " executors does not.",
              byDefault = "8",
              atLeast = 1)
          int parts) {}

  @Override
  public Description description() {
    return new Description(
        "Another objective, whose loss, gradients and products are summed over parts of the examples"
            + " that lie on Spark's executors (run --on spark).");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public boolean hasExamples() {
    // They are elsewhere, and nobody samples them.
    return false;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    if (!(settings.objective() instanceof Node.Mapping section)) {
      throw new ConfigException(
          settings.objective().origin()
              + ": 'objective.objective' is "
              + settings.objective().kind()
              + ", expected a section with a 'type', as in {type: mlp, …}.");
    }
    InnerObjective.factory(section);
    Dataset dataset = context.dataset().orElseThrow();
    if (settings.parts() > dataset.size()) {
      throw new ConfigException(
          settings.objective().origin()
              + ": 'parts' is "
              + settings.parts()
              + ", and there are "
              + dataset.size()
              + " examples. Give each part at least one.");
    }
    if (SparkSession.getActiveSession().isEmpty() && SparkSession.getDefaultSession().isEmpty()) {
      throw new ConfigException(
          "objective data-parallel lies on Spark: give the command --on spark, and --master for"
              + " another than this machine.");
    }
    List<Examples> parts = Examples.parts(dataset, settings.parts());
    InnerObjective inner =
        new InnerObjective(YamlWriter.write(section), context.seed(), context.backend().dataType());
    // The smallest part tells what all have in common: the parameters, and where they begin.
    Problem one = inner.of(parts.get(0).dataset(), context.backend());
    if (one.rotated()) {
      throw new ConfigException(
          section.origin()
              + ": objective data-parallel: the inner objective turns its parameters by what its"
              + " examples are, and each part would turn them otherwise. Give it 'row-space:"
              + " false'.");
    }
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    DataParallelObjective objective =
        new DataParallelObjective(
            spark, context.backend(), one.objective().dimension(), inner, parts);
    return new Problem(objective, one.start(), one.coordinates(), one.export());
  }
}
