package org.edgeflow.models.engine.lane;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;
import org.edgeflow.models.engine.lane.entrance.Entrance;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.models.engine.loss.LossStage;
import org.edgeflow.models.engine.loss.Outcomes;
import org.edgeflow.models.engine.signal.Fork;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A network at work on blocks of one size: forwards through the stages, round at the loss, and
 * back.
 */
final class Tape {
  private final Entrance entrance;
  private final Stage[] stages;
  private final LossStage loss;
  private final Outcomes outcomes;

  /** Makes the first stage, which knows where data come from. */
  interface Entry {
    Entrance enter(Node node, Wiring wiring);
  }

  /**
   * Builds the stages.
   *
   * @param wiring the common part: its inputs and offset are ignored
   * @param targets of every block
   * @param factor of the loss: the criterion's, divided by the number of rows of all blocks
   * @param losses where the blocks' losses are left, without the factor
   */
  Tape(
      LayerGraph graph,
      Entry entry,
      Wiring wiring,
      List<Tensor> targets,
      double factor,
      Criterion.Slots losses) {
    List<Node> nodes = graph.nodes();
    Signal[] signals = new Signal[nodes.size()];
    Fork[] forks = new Fork[nodes.size()];
    int[] used = new int[nodes.size()];
    int first = graph.entrance();
    Node firstNode = nodes.get(first);
    this.entrance = entry.enter(firstNode, wiring.to(List.of(), firstNode.offset()));
    List<Stage> built = new ArrayList<>();
    for (int place = first; place < nodes.size(); place++) {
      Node node = nodes.get(place);
      if (place == first) {
        signals[place] = entrance.output();
      } else {
        List<Signal> inputs = new ArrayList<>();
        for (int input : node.inputs()) {
          inputs.add(forks[input] == null ? signals[input] : forks[input].branch(used[input]++));
        }
        Stage stage = node.layer().stage(wiring.to(inputs, node.offset()));
        built.add(stage);
        signals[place] = stage.output();
      }
      int consumers = graph.consumers(place);
      if (consumers > 1) {
        forks[place] = new Fork(wiring.to(List.of(signals[place]), node.offset()), consumers);
        built.add(forks[place]);
      }
    }
    this.stages = built.toArray(new Stage[0]);
    Node last = nodes.get(nodes.size() - 1);
    this.outcomes = new Outcomes(signals[nodes.size() - 1].value(), targets);
    this.loss =
        graph
            .criterion()
            .stage(
                wiring.to(List.of(signals[nodes.size() - 1]), last.offset()),
                targets,
                factor,
                losses);
  }

  Entrance entrance() {
    return entrance;
  }

  /** Must come before the first block once parameters (or their direction) have changed. */
  void prepare() {
    entrance.prepare();
    prepareBeyondEntrance();
  }

  /** The same without the entrance, where {@link #beyondEntrance} is all that will be asked for. */
  void prepareBeyondEntrance() {
    for (Stage stage : stages) {
      stage.prepare();
    }
  }

  /** Must come after the last block of an evaluation that went backwards. */
  void finish() {
    entrance.finish();
    for (Stage stage : stages) {
      stage.finish();
    }
  }

  /** The loss of a block, into its slot. */
  void loss(int block) {
    entrance.forward(block);
    for (Stage stage : stages) {
      stage.forward();
    }
    loss.turn(block);
  }

  /** How many rows of a block have their largest output where the label is. */
  int correct(int block) {
    entrance.forward(block);
    for (Stage stage : stages) {
      stage.forward();
    }
    return outcomes.correct(block);
  }

  /** The loss of a block, into its slot; adds its gradient. */
  void gradient(int block) {
    entrance.forward(block);
    beyondEntrance(block);
    entrance.backward(block);
  }

  /** Adds the Hessian–vector product of a block, and where it is wired its gradient, too. */
  void hessianVector(int block) {
    entrance.forwardTangent(block);
    beyondEntranceTangent(block);
    entrance.backwardTangent(block);
  }

  /**
   * All but the entrance: from its output, which is in place, to that output's delta; the loss of
   * the block into its slot.
   */
  void beyondEntrance(int block) {
    for (Stage stage : stages) {
      stage.forward();
    }
    loss.turn(block);
    for (int i = stages.length - 1; i >= 0; i--) {
      stages[i].backward();
    }
  }

  /** All but the entrance, with tangents. */
  void beyondEntranceTangent(int block) {
    for (Stage stage : stages) {
      stage.forwardTangent();
    }
    loss.turnTangent(block);
    for (int i = stages.length - 1; i >= 0; i--) {
      stages[i].backwardTangent();
    }
  }
}
