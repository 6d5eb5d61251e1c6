package org.edgeflow.core.flow;

import java.util.List;
import org.edgeflow.core.plugin.CorePlugin;

/** The contract of flows over those of the core. */
class FlowContractTest extends FlowContract {
  FlowContractTest() {
    super(List.of(new CorePlugin()));
  }
}
