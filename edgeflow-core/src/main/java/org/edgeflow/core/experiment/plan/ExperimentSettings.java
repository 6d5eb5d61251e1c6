package org.edgeflow.core.experiment.plan;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.DataType;

/** The top level of a config. A section that names a part is decoded by that part. */
public record ExperimentSettings(
    @Setting("A name for the run.") String experiment,
    @Setting(value = "Seeds everything that is drawn.", byDefault = "1") long seed,
    @Setting(value = "The floating-point format.", byDefault = "float64") DataType dtype,
    @Setting("Where tensors live; left out: the best plugged in for a processor.")
        Optional<Node> backend,
    @Setting(value = "How long to run.", unit = "GD iterations", atLeast = 1, atMost = 1e15)
        long steps,
    @Setting(
            value =
                "The step of the optimizer at which the models start, from its own centre and"
                    + " oscillation there: its first iterations are no flow's.",
            byDefault = "0",
            unit = "GD iterations",
            atLeast = 0)
        long startAfter,
    @Setting(value = "η, for the optimizer and for every model of it.", above = 0)
        double learningRate,
    @Setting(
            value = "A trajectory whose loss leaves [−max-loss, max-loss] has diverged.",
            byDefault = "1e6",
            above = 0)
        double maxLoss,
    @Setting(value = "The algorithm that the models describe.", byDefault = "gradient-descent")
        Node optimizer,
    @Setting("Mini-batches and label noise of the optimizer; left out: the full batch, no noise.")
        Optional<Node> sampling,
    @Setting("What a network is trained on; left out for closed-form objectives.")
        Optional<Node> dataset,
    @Setting("Examples that nobody trains on, for the probe 'accuracy'.")
        Optional<Node> testDataset,
    @Setting("What is minimized.") Node objective,
    @Setting(value = "The models that run beside the optimizer.", byDefault = "[]")
        List<Node> models,
    @Setting("When the run ends before its last step, as soon as one of these holds.")
        Optional<Node> stop,
    @Setting("What is recorded, and how often.") Optional<Node> record,
    @Setting("What is made of the finished run; left out: the page and its pictures.")
        Optional<List<Node>> reports) {

  /** The section {@code sampling}: what the optimizer sees of the examples at each step. */
  public record Sampling(
      @Setting(
              value =
                  "How many examples a step sees; 0: all. Drawn without replacement and shuffled"
                      + " anew for each pass over the data; what is left at a pass's end that is no"
                      + " whole batch sits out.",
              byDefault = "0",
              atLeast = 0)
          int batchSize,
      @Setting(
              value =
                  "Noise on the labels, drawn afresh at each step. Loss mse: the standard deviation"
                      + " of the Gaussian added to each target. Cross-entropy: the probability with"
                      + " which a label is replaced by one of the others.",
              byDefault = "0",
              atLeast = 0)
          double labelNoise,
      @Setting("Seeds batches and noise; left out: the run's seed.") Optional<Long> seed) {}

  /**
   * The section {@code stop}: each of these ends the run, completed, at the step that brings it.
   */
  public record Stop(
      @Setting("The optimizer's loss has come down to this.") Optional<Double> loss,
      @Setting(
              value = "So large a share of the training examples is classified as labelled.",
              above = 0,
              atMost = 1)
          Optional<Double> accuracy,
      @Setting(
              value = "Optimizer and models have computed for so long, all together.",
              unit = "s",
              above = 0)
          Optional<Double> seconds,
      @Setting(
              value = "The optimizer has been at the edge, from its onset on, for so long.",
              unit = "GD iterations",
              atLeast = 1)
          Optional<Long> edgeHeld) {}

  /** The section {@code record}. */
  public record Recording(
      @Setting(
              value = "A row of every trajectory each so many steps.",
              byDefault = "1",
              atLeast = 1)
          int every,
      @Setting(value = "The sharpness each so many steps; 0: never.", byDefault = "10", atLeast = 0)
          int sharpnessEvery,
      @Setting(
              value = "The relative residual at which an eigenpair counts as found.",
              byDefault = "1e-3",
              above = 0)
          double sharpnessTolerance,
      @Setting(
              value = "Whether rows carry their wall time; off, equal runs write equal bytes.",
              byDefault = "false")
          boolean seconds,
      @Setting(
              value = "Whether start, data and final parameters are saved as .npy.",
              byDefault = "false")
          boolean arrays,
      @Setting(
              value =
                  "Whether the optimizer runs a second time, from a start moved by one rounding:"
                      + " how far the two are apart is what no model can predict.",
              byDefault = "false")
          boolean spread,
      @Setting(
              value =
                  "A checkpoint each so many seconds, beside the one at an interrupt; 0: each"
                      + " step.",
              byDefault = "60",
              atLeast = 0,
              unit = "s")
          double checkpointSeconds,
      @Setting(value = "What else is measured; see `edgeflow list probe`.", byDefault = "[]")
          List<Node> probes) {}
}
