import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.CsvRecorder;
import org.edgeflow.core.settings.Node;

/**
 * What recording costs: two experiments of one config in one process, a few steps of one and then of the
 * other, in turns, on one thread; milliseconds of its processor a step.
 *
 * <pre>
 *   java -XX:+UseSerialGC --add-modules jdk.incubator.vector -cp 'edgeflow-cli/target/dist/lib/*' \
 *     scripts/RecordingCost.java examples/fashion-mlp.yaml 500 every | sharpness
 * </pre>
 *
 * {@code every} compares a row of every trajectory each step with none after the first, {@code sharpness}
 * the sharpness each ten steps with none.
 */
class RecordingCost {
  private static final int CHUNK = 10;
  private static final int WARM = 100;

  public static void main(String[] arguments) throws Exception {
    boolean sharpness = arguments[2].equals("sharpness");
    Experiment[] experiments = new Experiment[2];
    CsvRecorder[] recorders = new CsvRecorder[2];
    for (int i = 0; i < 2; i++) {
      Map<String, Object> record =
          sharpness
              ? Map.of("every", 1, "sharpness-every", i == 0 ? 10 : 0)
              : Map.of("every", i == 0 ? 1 : 1_000_000, "sharpness-every", 0);
      Map<String, Object> changes =
          Map.of("record", record, "backend", Map.of("type", "host", "threads", 1));
      Node.Mapping config = ConfigFile.read(Path.of(arguments[0]));
      Map<String, Node> entries = new LinkedHashMap<>(config.entries());
      entries.putAll(Node.Mapping.of(changes).entries());
      experiments[i] =
          Experiment.open(
              ExperimentReader.read(new Node.Mapping(entries, config.origin()), Registry.load()));
      recorders[i] =
          CsvRecorder.create(Files.createTempDirectory("cost"), experiments[i].trajectories());
    }
    int pairs = (Integer.parseInt(arguments[1]) - WARM) / CHUNK;
    double[] ratios = new double[pairs];
    double[] sums = new double[2];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int pair = -WARM / CHUNK; pair < pairs; pair++) {
      double[] spent = new double[2];
      for (int turn = 0; turn < 2; turn++) {
        int which = Math.floorMod(pair + turn, 2);
        int[] done = {0};
        long before = threads.getCurrentThreadCpuTime();
        experiments[which].run(recorders[which], progress -> ++done[0] < CHUNK);
        spent[which] = (threads.getCurrentThreadCpuTime() - before) * 1e-6 / CHUNK;
      }
      if (pair >= 0) {
        ratios[pair] = spent[0] / spent[1];
        sums[0] += spent[0];
        sums[1] += spent[1];
      }
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%d pairs of %d steps: %.1f ms a step with, %.1f without: %+.1f %%; of the pairs the median"
            + " %+.1f %%, quartiles %+.1f and %+.1f %%%n",
        pairs,
        CHUNK,
        sums[0] / pairs,
        sums[1] / pairs,
        100 * (sums[0] / sums[1] - 1),
        100 * (ratios[pairs / 2] - 1),
        100 * (ratios[pairs / 4] - 1),
        100 * (ratios[3 * pairs / 4] - 1));
  }
}
