import java.util.List;
import java.util.Map;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Curves;
import org.edgeflow.core.settings.Node;

/** Gradient descent at the edge of stability, and two models of it, from plain Java. */
public final class EdgeOfStability {
  private EdgeOfStability() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    Map<String, Object> config =
        Map.of(
            "experiment", "library",
            "steps", 300,
            "start-after", 20,
            "learning-rate", 0.15,
            "dataset", Map.of("type", "digits", "examples", 200),
            "objective", Map.of("type", "mlp", "hidden", List.of(32), "activation", "tanh"),
            "models", List.of("gradient-flow", Map.of("type", "edge-flow", "preset", "flow")));

    Curves curves = new Curves();
    try (Experiment run =
        Experiment.open(ExperimentReader.read(Node.Mapping.of(config), Registry.load()))) {
      run.run(curves, progress -> true);
      run.summary()
          .models()
          .forEach(
              model ->
                  System.out.printf(
                      "%-18s %-9s mean centre error after the onset %.3g%n",
                      model.name(),
                      model.outcome().kind().label(),
                      model.get(Figure.CENTER_ERROR_AFTER)));
    }
    double[] loss = curves.column("gradient-descent", Column.LOSS);
    System.out.printf("loss of gradient descent: %.4g to %.4g%n", loss[0], loss[loss.length - 1]);
  }
}
