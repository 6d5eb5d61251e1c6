package org.edgeflow.core.solver.stride;

import java.util.function.IntToDoubleFunction;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.solver.rungekutta.ChebyshevStages;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** A flow on its way in long steps, which {@link LongSteps} explains. */
final class LongWalk implements Stepper {
  /** Shorter than this, stages cost as much as iterations. */
  private static final int LEAST = 3;

  /** After so many iterations one by one a longer step is tried, whatever is foreseen. */
  private static final int SINGLES = 8;

  // A longer step is taken if it is foreseen to err by no more than this; as much is aimed at.
  private static final double HOPED = 0.6;

  private static final double OF_EARLIER = 0.25;
  private static final int MOST_PRODUCTS = 8;

  // An error in ln r of an oscillation that does not act moves its beginning, and nothing else.
  private static final double QUIET_SHARE = 2;

  // How far beyond its own estimate the stiffest rate is followed.
  private static final double SAFETY = 1.05;
  private static final double LEAST_SHARPNESS = 0.5;

  private static final double LEAST_LOSS = 1e-3;

  private static final double SHORTER = 0.3;
  private static final double LONGER = 2;
  private static final int FIRST = 12;

  private final LongSteps settings;
  private final QuietFlow flow;
  private final EdgeMap map;
  private final KrylovTurn krylov;
  private final ChebyshevStages stages;
  private final Stride stride;
  private final Loudness loudness;
  private final SharpnessPath path = new SharpnessPath();
  private final Tensor bent;
  private final State now;
  private final State error;
  private final State earlier;
  private final State before;
  private boolean loud;
  private int proposal = FIRST;
  private int singles;
  private double scale;

  LongWalk(LongSteps settings, QuietFlow flow, State first) {
    this.settings = settings;
    this.flow = flow;
    this.map = new EdgeMap(flow, first);
    this.krylov = new KrylovTurn(flow, MOST_PRODUCTS, first.centre());
    this.stages = new ChebyshevStages(first);
    this.loudness = new Loudness(flow, settings.lossTolerance());
    this.stride = new Stride(flow, first);
    this.bent = first.backend().copyOf(first.centre());
    this.now = first;
    this.error = first.like();
    this.earlier = first.like();
    this.before = first.like();
  }

  @Override
  public State state() {
    return now;
  }

  @Override
  public Reading step() {
    if (stride.finished()) {
      stride.turnOver();
      next();
    }
    return stride.advance(now);
  }

  private void next() {
    Stride.End start = stride.start();
    if (Double.isNaN(start.curvature)) {
      // The very first.
      find(map.quiet(start.state, start.change), start);
      start.curvature = krylov.curvature(start.state.centre(), flow.direction(start.state));
      start.evaluated = true;
    }
    scale = Math.max(scale, Math.abs(start.loss));
    boolean wasLoud = loud;
    loud =
        loudness.acts(
            start.state, flow.magnitude(start.state), start.curvature, of(start.loss), wasLoud);
    if (loud != wasLoud) {
      singles = 0;
      proposal = LEAST;
    }
    if (loud != wasLoud || !start.evaluated) {
      evaluate(start);
    }
    int taken = attempt();
    if (loud) {
      flow.settle(stride.end().state, taken);
      stride.end().evaluated = flow.keepsSlopes();
      stride.complete(taken, 0);
      path.forget();
    } else {
      settleQuietly(taken);
    }
  }

  private int attempt() {
    int length = loud ? proposal : Math.min(proposal, untilItActs(proposal));
    while (length >= LEAST) {
      double error = stretch(length);
      double factor = Math.max(SHORTER, Math.min(LONGER, Math.cbrt(HOPED / Math.max(error, 1e-6))));
      if (error <= 1) {
        long next = Math.round(length * factor);
        proposal = (int) Math.min(settings.longestStep(), Math.max(LEAST, next));
        singles = 0;
        return length;
      }
      factor = Double.isNaN(error) ? SHORTER : Math.min(0.9, factor);
      length = (int) (length * factor);
    }
    boolean foreseeable = singles > 0;
    before.set(earlier);
    earlier.set(stride.start().change);
    single();
    singles++;
    proposal = singles >= SINGLES || foreseeable && foreseen() <= HOPED ? LEAST : 1;
    return 1;
  }

  // From the second difference of F over the last two iterations: the error of LEAST of them is
  // that of the trapezoidal rule.
  private double foreseen() {
    Stride.End end = stride.end();
    error.clear();
    double weight = 0.8 * LEAST * LEAST * LEAST / 12.0;
    error.add(weight, end.change);
    error.add(-2 * weight, earlier);
    error.add(weight, before);
    return size(stride.start(), end);
  }

  // One step of the map. Along u the centre would alternate under it: a quarter of F from the
  // iteration before damps that, at any ηs below 4, and leaves the lag behind a moving balance.
  private void single() {
    Stride.End start = stride.start();
    Stride.End end = stride.end();
    TensorBackend backend = end.state.backend();
    end.state.set(start.state);
    end.state.add(1, start.change);
    if (loud) {
      Tensor direction = flow.direction(start.state);
      double along = backend.dot(direction, start.change.centre());
      double earlierAlong = singles > 0 ? backend.dot(direction, before.centre()) : along;
      backend.axpy(OF_EARLIER * (earlierAlong - along), direction, end.state.centre());
    }
    arrive(end);
  }

  /** Takes a step, and returns what it errs by in units of what is tolerated. */
  private double stretch(int length) {
    Stride.End start = stride.start();
    Stride.End end = stride.end();
    double kappa = 1 - 1.0 / length;
    double sharpness = flow.learningRate() * start.curvature;
    double ahead = flow.learningRate() * Math.max(0, path.rise()) * length;
    double rate = SAFETY * Math.max(loud ? 2 : LEAST_SHARPNESS, sharpness + ahead);
    int count = ChebyshevStages.count(length, rate, kappa);
    end.state.set(
        stages.step(
            loud ? map::loud : map::quiet, start.state, start.change, length, count, kappa));
    arrive(end);
    error.clear();
    error.add(0.8, start.state);
    error.add(-0.8, end.state);
    error.add(0.4 * (length + 1), start.change);
    error.add(0.4 * (length - 1), end.change);
    return size(start, end);
  }

  private void arrive(Stride.End end) {
    Tensor direction = flow.direction(end.state);
    double length = end.state.backend().norm(direction);
    end.state.backend().scale(1 / length, direction);
    flow.setMagnitude(end.state, flow.magnitude(end.state) * length);
    evaluate(end);
  }

  private void evaluate(Stride.End end) {
    find(loud ? map.loud(end.state, end.change) : map.quiet(end.state, end.change), end);
    end.evaluated = true;
  }

  private static void find(EdgeMap.Found found, Stride.End end) {
    end.loss = found.loss();
    end.lossSlope = found.lossSlope();
    if (!Double.isNaN(found.curvature())) {
      end.curvature = found.curvature();
    }
  }

  private double size(Stride.End start, Stride.End end) {
    TensorBackend backend = error.backend();
    double slope = backend.dot(error.centre(), end.change.centre()) / flow.learningRate();
    double loss = Math.abs(slope) + 0.5 * bend(start, end);
    double worst = 0;
    if (loud) {
      double growth = 0;
      for (State.Scalar key : error.numbers()) {
        growth = Math.max(growth, Math.abs(error.number(key)));
      }
      double magnitude = flow.magnitude(end.state);
      loss += Math.max(0, start.curvature) * magnitude * magnitude * growth;
      double turned = backend.norm(flow.direction(error));
      worst = Math.max(growth, turned) / settings.tolerance();
    }
    double relative = loss / (settings.lossTolerance() * of(end.loss));
    return Double.isFinite(relative + worst) ? Math.max(relative, worst) : Double.NaN;
  }

  // What a loss is compared with: a loss of nothing has no relative error.
  private double of(double loss) {
    return Math.max(Math.abs(loss), LEAST_LOSS * scale);
  }

  // The curvature of L along the error: bounded by the largest at the edge, where the error is
  // across the valley, and measured before it, where it is along flat directions.
  private double bend(Stride.End start, Stride.End end) {
    TensorBackend backend = error.backend();
    if (loud) {
      double off = backend.norm(error.centre());
      return Math.max(0, start.curvature) * off * off;
    }
    flow.curvature(end.state.centre(), error.centre(), bent);
    return Math.abs(backend.dot(error.centre(), bent));
  }

  // Direction and magnitude of an oscillation that does not act: the one at the Hessian of the
  // step's end, the other iteration by iteration along s.
  private void settleQuietly(int taken) {
    Stride.End start = stride.start();
    Stride.End end = stride.end();
    double time = taken * flow.learningRate();
    Tensor direction = flow.direction(end.state);
    double wanted = settings.tolerance() / time;
    end.curvature = krylov.turn(end.state.centre(), direction, time, wanted);
    double missed = flow.learningRate() * path.extend(start.curvature, end.curvature, taken);
    double[] magnitudes = new double[taken + 1];
    double least = Math.min(of(start.loss), of(end.loss));
    int stop = loudness.grow(start.state, path::at, least, magnitudes);
    flow.setMagnitude(end.state, magnitudes[taken]);
    missed *= Loudness.remembered(magnitudes, flow.noise(start.state, taken));
    double allowed = QUIET_SHARE * settings.tolerance();
    if (missed > allowed) {
      double factor = Math.max(SHORTER, Math.cbrt(allowed / missed));
      proposal = Math.max(LEAST, Math.min(proposal, (int) (taken * factor)));
    }
    stride.complete(taken, path.bend(), magnitudes);
    stride.stopAfter(stop);
    if (stop < taken) {
      path.forget();
    }
  }

  // How many iterations an oscillation that does not act yet may be left alone.
  private int untilItActs(int most) {
    Stride.End start = stride.start();
    IntToDoubleFunction foreseen = k -> start.curvature + path.rise() * k;
    double[] magnitudes = new double[most + 1];
    return Math.max(LEAST, loudness.grow(start.state, foreseen, of(start.loss), magnitudes));
  }

  @Override
  public void visit(Fields fields) {
    fields.part("stride", stride);
    loud = fields.flag("loud", loud);
    fields.part("earlier", earlier);
    proposal = fields.count("proposal", proposal);
    singles = fields.count("singles", singles);
    fields.part("path", path);
    scale = fields.number("scale", scale);
    if (fields.restoring()) {
      stride.place(now);
    }
  }
}
