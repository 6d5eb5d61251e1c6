package org.edgeflow.theory;

import java.util.List;
import org.edgeflow.core.flow.FlowContract;

/** The contract of flows over those of this module. */
class TheoryContractTest extends FlowContract {
  TheoryContractTest() {
    super(List.of(new TheoryPlugin()));
  }
}
