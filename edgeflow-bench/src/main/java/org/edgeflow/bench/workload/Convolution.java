package org.edgeflow.bench.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.tensor.DataType;

/**
 * A network of two 3 × 3 convolutions of equally many channels on 3 × 32 × 32 noise, of which the
 * second is what is chosen how to do.
 *
 * @param channels of each
 * @param examples how many
 * @param dtype the floating-point format
 * @param backend {@code NAME}, or {@code NAME:KEY=VALUE}
 * @param block examples worked on at a time; 0: as the engine chooses
 */
public record Convolution(int channels, int examples, DataType dtype, String backend, int block) {

  /** Builds it through the registry, as a config does. */
  public Evaluation open() {
    Registry registry = Registry.load();
    String width = Integer.toString(channels);
    Map<String, Node> objective = new LinkedHashMap<>();
    objective.put("type", Tree.text("cnn"));
    objective.put("channels", Tree.list(width, width));
    objective.put("batch-block", Tree.text(block));
    Map<String, Node> dataset = new LinkedHashMap<>();
    dataset.put("type", Tree.text("synthetic-images"));
    dataset.put("examples", Tree.text(examples));
    return Evaluation.of(registry, dtype, BackendChoice.of(backend, 1), dataset, objective);
  }
}
