package org.edgeflow.cli.grid.plan;

import java.util.List;
import org.edgeflow.core.settings.Node;

/**
 * One direction of a grid: a key with its values, or several keys whose values go together.
 *
 * @param keys paths of the config, as {@code --set} has them
 * @param choices at least one; of each, the values in the order of the keys
 */
record GridAxis(List<String> keys, List<List<Node>> choices) {

  /** Copies the lists. */
  GridAxis {
    keys = List.copyOf(keys);
    choices = choices.stream().map(List::copyOf).toList();
  }
}
