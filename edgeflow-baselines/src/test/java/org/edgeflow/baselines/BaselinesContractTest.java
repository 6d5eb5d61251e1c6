package org.edgeflow.baselines;

import java.util.List;
import org.edgeflow.core.flow.FlowContract;

/** The contract of flows over the rivals. */
class BaselinesContractTest extends FlowContract {
  BaselinesContractTest() {
    super(List.of(new BaselinesPlugin()));
  }
}
