package org.edgeflow.models.engine.lane;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.Blocks;
import org.edgeflow.models.engine.blocks.Patches;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.lane.entrance.Entrance;

/**
 * One thread's share of the blocks, with its own buffers and accumulators.
 *
 * <p>The tapes at both endpoints use the same buffers in turn; the tape at the centre has its own,
 * because in a shared product its pre-activations serve the endpoints too.
 */
public final class Lane {
  private final TensorBackend backend;
  private final Points points;
  private final double factor;
  private final int[] mine;
  private final Tapes[] tapes;
  private final List<Tapes> distinct;
  private final Patches patches;
  private final Tensor sum;
  private final Tensor other;
  private final Tensor curvature;
  private final Losses losses;

  /**
   * A lane for some of the blocks.
   *
   * @param mine the blocks' indices, in the order in which they are worked on
   */
  public Lane(TensorBackend backend, Plan plan, int[] mine) {
    this.backend = backend;
    this.points = plan.points();
    this.factor = plan.factor();
    this.losses = plan.losses();
    this.mine = mine;
    int parameters = plan.graph().parameters();
    this.sum = backend.zeros(parameters);
    this.other = backend.zeros(parameters);
    this.curvature = backend.zeros(parameters);
    LaneWiring wired = new LaneWiring(backend, plan, mine, new Sums(sum, other, curvature));
    this.tapes = wired.tapes();
    this.patches = wired.patches();
    this.distinct = IntStream.of(mine).mapToObj(block -> tapes[block]).distinct().toList();
  }

  /**
   * What all lanes of a network have in common.
   *
   * @param graph the network
   * @param blocks the data
   * @param points where it is evaluated
   * @param losses where the blocks' losses are left
   * @param transposed whether the first layer's weights are stored input by input
   * @param factor of the loss
   */
  record Plan(
      LayerGraph graph,
      Blocks blocks,
      Points points,
      Losses losses,
      boolean transposed,
      double factor) {}

  /** What the tapes of a lane add to. */
  record Sums(Tensor sum, Tensor other, Tensor curvature) {}

  /** Takes the data as they are now. Must come before the first pass, and when they change. */
  public void takeInputs() {
    if (patches != null) {
      patches.refresh();
    }
  }

  private void begin() {
    if (patches != null) {
      patches.rewind();
    }
  }

  private void prepare(Function<Tapes, Tape> which) {
    for (int i = 0; i < distinct.size(); i++) {
      which.apply(distinct.get(i)).prepare();
    }
  }

  private void finish(Function<Tapes, Tape> which) {
    for (int i = 0; i < distinct.size(); i++) {
      which.apply(distinct.get(i)).finish();
    }
  }

  private void prepareEndpoint(Function<Tapes, Tape> which, boolean shared) {
    for (int i = 0; i < distinct.size(); i++) {
      Tape tape = which.apply(distinct.get(i));
      if (shared) {
        tape.prepareBeyondEntrance();
      } else {
        tape.prepare();
      }
    }
  }

  private void prepareCentre(Symmetric.Request request, boolean shared) {
    if (request.hessianVector()) {
      prepare(Tapes::centre);
    } else if (shared) {
      for (int i = 0; i < distinct.size(); i++) {
        distinct.get(i).centre().entrance().prepare();
      }
    }
  }

  /** The losses of the share at the point {@code plus}. */
  public void loss() {
    begin();
    prepare(Tapes::plus);
    for (int block : mine) {
      tapes[block].plus().loss(block);
    }
  }

  /** How many rows of the share are classified as labelled at the point {@code plus}. */
  public int correct() {
    begin();
    prepare(Tapes::plus);
    int correct = 0;
    for (int block : mine) {
      correct += tapes[block].plus().correct(block);
    }
    return correct;
  }

  /** The losses of the share at the point {@code plus}, and the gradient into {@link #sum}. */
  public void gradient() {
    begin();
    backend.fill(sum, 0);
    prepare(Tapes::plus);
    for (int block : mine) {
      tapes[block].plus().gradient(block);
    }
    finish(Tapes::plus);
  }

  /** The product at the point {@code centre} with the direction, into {@link #curvature}. */
  public void hessianVector() {
    begin();
    backend.fill(curvature, 0);
    prepare(Tapes::centre);
    for (int block : mine) {
      tapes[block].centre().hessianVector(block);
    }
    finish(Tapes::centre);
  }

  /**
   * The losses of the share at the point {@code centre}, the gradient into {@link #sum}, and the
   * product with the direction into {@link #curvature}: one pass with tangents.
   */
  public void gradientAndHessianVector() {
    begin();
    backend.fill(sum, 0);
    backend.fill(curvature, 0);
    prepare(Tapes::quiet);
    for (int block : mine) {
      tapes[block].quiet().hessianVector(block);
    }
    finish(Tapes::quiet);
  }

  /**
   * What {@link org.edgeflow.core.objective.Objective#symmetric} asks for: the sum of the
   * endpoints' gradients into {@link #sum}, or where their difference is wanted one into {@link
   * #sum} and the other into {@link #other}; the product into {@link #curvature}.
   *
   * @param shared whether the first layer's products serve all three evaluations
   */
  public void symmetric(Symmetric.Request request, boolean shared) {
    begin();
    backend.fill(sum, 0);
    if (request.halfDifference()) {
      backend.fill(other, 0);
    }
    if (request.hessianVector()) {
      backend.fill(curvature, 0);
    }
    prepareEndpoint(Tapes::plus, shared);
    prepareEndpoint(request.halfDifference() ? Tapes::minusApart : Tapes::minus, shared);
    prepareCentre(request, shared);
    for (int block : mine) {
      if (shared) {
        sharedEndpoints(tapes[block], block, request.halfDifference());
        if (request.hessianVector()) {
          Tape centre = tapes[block].centre();
          centre.beyondEntranceTangent(block);
          centre.entrance().backwardTangent(block);
        }
      } else {
        tapes[block].plus().gradient(block);
        minus(tapes[block], request.halfDifference()).gradient(block);
        if (request.hessianVector()) {
          tapes[block].centre().hessianVector(block);
        }
      }
    }
    finish(Tapes::plus);
    finish(request.halfDifference() ? Tapes::minusApart : Tapes::minus);
    if (request.hessianVector()) {
      finish(Tapes::centre);
    }
    if (shared && request.halfDifference()) {
      finishEnds();
    }
  }

  private void finishEnds() {
    for (int i = 0; i < distinct.size(); i++) {
      if (distinct.get(i).ends() != null) {
        distinct.get(i).ends().finish();
      }
    }
  }

  private static Tape minus(Tapes tapes, boolean apart) {
    return apart ? tapes.minusApart() : tapes.minus();
  }

  private void sharedEndpoints(Tapes at, int block, boolean apart) {
    Entrance centre = at.centre().entrance();
    Entrance plus = at.plus().entrance();
    Tape minusTape = minus(at, apart);
    Entrance minus = minusTape.entrance();
    centre.forwardTangent(block);
    Tensor atCentre = centre.output().value();
    Tensor along = centre.output().tangent();
    backend.displace(atCentre, 1, points.magnitude(), 0, along, plus.output().value());
    at.plus().beyondEntrance(block);
    boolean waits = !apart || at.ends() != null;
    if (waits) {
      backend.copy(plus.output().delta(), at.pending());
    } else {
      plus.backward(block);
    }
    backend.displace(atCentre, -1, points.magnitude(), 0, along, minus.output().value());
    minusTape.beyondEntrance(block);
    if (apart && waits) {
      at.ends().backward(block, at.pending(), minus.output().delta());
    } else {
      if (!apart) {
        backend.axpy(1, at.pending(), minus.output().delta());
      }
      minus.backward(block);
    }
  }

  public Tensor sum() {
    return sum;
  }

  public Tensor other() {
    return other;
  }

  public Tensor curvature() {
    return curvature;
  }

  /** The share's loss at the point {@code plus}, once the losses are read. */
  public double lossPlus() {
    return loss(losses.plus());
  }

  /** The same at {@code minus}. */
  public double lossMinus() {
    return loss(losses.minus());
  }

  /** The same at {@code centre}. */
  public double lossAtCentre() {
    return loss(losses.centre());
  }

  private double loss(int firstSlot) {
    double loss = 0;
    for (int block : mine) {
      loss += factor * losses.at(firstSlot + block);
    }
    return loss;
  }
}
