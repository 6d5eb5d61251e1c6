package org.edgeflow.models.network;

import java.util.List;
import java.util.Locale;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.recurrent.BothWays;
import org.edgeflow.models.engine.layer.recurrent.Gru;
import org.edgeflow.models.engine.layer.recurrent.Lstm;
import org.edgeflow.models.engine.layer.recurrent.OnePosition;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.Training;

/**
 * Builds recurrent networks for sequences: examples of shape {@code [length, channels]}, or {@code
 * [length]} for one channel. Recurrent layers, in one direction or both side by side, and a
 * classifier: on what they know at their ends for a dataset with one label an example, on each
 * position for one with as many labels as positions, where the loss is the mean over all of them.
 */
public final class RecurrentNetworkFactory
    implements ObjectiveFactory<RecurrentNetworkFactory.Settings> {
  private final Cell cell;

  /** What the layers are made of. */
  public enum Cell {
    /** Long short-term memory. */
    LSTM(
        Lstm.GATES,
        "long short-term memory",
        "Hochreiter and Schmidhuber, Neural Computation 9, 1997"),
    /** Gated recurrent units. */
    GRU(Gru.GATES, "gated recurrent units", "Cho et al., arXiv 1406.1078");

    private final int gates;
    private final String words;
    private final String source;

    Cell(int gates, String words, String source) {
      this.gates = gates;
      this.words = words;
      this.source = source;
    }

    private Layer layer(int units, boolean both) {
      if (this == LSTM) {
        return both ? BothWays.lstm(units) : Lstm.of(units, false);
      }
      return both ? BothWays.gru(units) : Gru.of(units, false);
    }
  }

  /** Builds networks of one kind. */
  public RecurrentNetworkFactory(Cell cell) {
    this.cell = cell;
  }

  /** The settings of {@code lstm} and {@code gru}. */
  public record Settings(
      @Setting(value = "The units of each layer.", byDefault = "[32]", atLeast = 1)
          List<Integer> hidden,
      @Setting(
              value =
                  "Whether each layer has as many units again that go from the end to the"
                      + " beginning; labels that depend on what comes later need them.",
              byDefault = "true")
          boolean bidirectional,
      Training training) {
    /** Checks that there is a recurrent layer. */
    public Settings {
      if (hidden.isEmpty()) {
        throw new IllegalArgumentException("'hidden' is empty, expected at least one layer");
      }
    }
  }

  @Override
  public Description description() {
    return new Description(
        "A recurrent network of "
            + cell.words
            + " for sequences, with exact gradients and Hessian-vector products.",
        cell.source);
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dataset dataset = context.dataset().orElseThrow();
    String name = cell.name().toLowerCase(Locale.ROOT);
    Assembly network = new Assembly(Assembly.sequences(name, dataset), Nonlinearity.IDENTITY);
    boolean both = settings.bidirectional();
    int number = 0;
    for (int units : settings.hidden()) {
      number++;
      int sums = Math.multiplyExact(cell.gates * (both ? 2 : 1), units);
      network.layers().then("inputs " + number, Linear.dense(sums, true));
      network.layers().then(name + " " + number, cell.layer(units, both));
    }
    if (dataset.labelsPerExample() == 1) {
      network.layers().then("end", both ? OnePosition.ENDS : OnePosition.LAST);
    }
    return network.problem(context, settings.training());
  }
}
