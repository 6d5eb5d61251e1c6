package org.edgeflow.models.network;

import java.util.Optional;
import org.edgeflow.core.data.Dataset;

/** What networks ask of a dataset that compare one row of outputs with one label an example. */
public final class SingleLabel {
  private SingleLabel() {}

  /** Why a dataset cannot be learnt by such a network, if so. */
  public static Optional<String> refusal(Dataset dataset) {
    return dataset.labelsPerExample() == 1
        ? Optional.empty()
        : Optional.of(
            "dataset '"
                + dataset.name()
                + "' has "
                + dataset.labelsPerExample()
                + " labels an example, one for each position, expected one; use an objective that"
                + " labels every position: 'transformer', 'lstm' or 'gru'");
  }
}
