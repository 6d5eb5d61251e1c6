package org.edgeflow.core.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.experiment.plan.ProbePlan;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Row;
import org.edgeflow.core.record.probe.EffectiveSharpness;
import org.edgeflow.core.record.probe.LeadingEigenvalues;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.tensor.Tensor;

/** What is measured of one trajectory: its sharpness, its coordinates, and the probes asked for. */
final class ProbeRack implements Snapshot.Part {
  private final ExperimentSettings.Recording recording;
  private final double[] coordinates;
  private final List<Probe> probes = new ArrayList<>();
  private final List<Integer> paces = new ArrayList<>();
  private final List<double[]> readings = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private final LeadingEigenvalues sharpness;
  private final double[] sharpnessAndResidual = new double[3];
  private final Optional<EffectiveSharpness> effective;
  private double latestSharpness = Double.NaN;
  private double latestEffectiveSharpness = Double.NaN;

  ProbeRack(
      ExperimentPlan plan,
      Problem problem,
      Optional<ToDoubleFunction<Tensor>> heldOut,
      boolean preconditioned) {
    Objective objective = problem.objective();
    List<String> coordinates = problem.coordinates();
    this.recording = plan.recording();
    this.effective =
        preconditioned
            ? Optional.of(
                new EffectiveSharpness(
                    objective, recording.sharpnessTolerance(), plan.settings().seed()))
            : Optional.empty();
    this.coordinates = new double[coordinates.size()];
    this.columns.addAll(coordinates);
    this.sharpness =
        new LeadingEigenvalues(
            objective, 1, recording.sharpnessTolerance(), plan.settings().seed());
    ProbeFactory.Context context =
        new ProbeFactory.Context(
            objective, problem.blocks(), plan.rule(), plan.settings().seed(), heldOut);
    for (ProbePlan probe : plan.probes()) {
      Probe created = probe.probe().configured().create(context);
      probes.add(created);
      paces.add(probe.every());
      readings.add(new double[created.columns().size()]);
      columns.addAll(created.columns());
    }
  }

  /** The columns after the fixed ones. */
  List<String> columns() {
    return columns;
  }

  /** The sharpness at a point, where this step is one to take it; NaN otherwise. */
  double sharpness(long step, Tensor point) {
    if (!measuresSharpness(step)) {
      return Double.NaN;
    }
    sharpness.measure(point, sharpnessAndResidual);
    latestSharpness = sharpnessAndResidual[0];
    return latestSharpness;
  }

  /** Whether this step is one to take the sharpness. */
  boolean measuresSharpness(long step) {
    return recording.sharpnessEvery() > 0 && step % recording.sharpnessEvery() == 0;
  }

  /**
   * The effective sharpness at a point, where this step is one to take it; without a preconditioner
   * the sharpness just taken there, at no cost.
   *
   * @param preconditioner P; present exactly if this rack was built for one
   */
  double effectiveSharpness(long step, Tensor point, Optional<Tensor> preconditioner) {
    if (!measuresSharpness(step)) {
      return Double.NaN;
    }
    latestEffectiveSharpness =
        preconditioner.isPresent()
            ? effective.orElseThrow().measure(point, preconditioner.get())
            : latestSharpness;
    return latestEffectiveSharpness;
  }

  /** The effective sharpness last taken by this process; NaN before the first. */
  double latestEffectiveSharpness() {
    return latestEffectiveSharpness;
  }

  // The probe of eigenvalues writes 1 or 0 behind value and residual.
  private boolean converged() {
    return sharpnessAndResidual[2] == 1
        && effective.map(EffectiveSharpness::converged).orElse(true);
  }

  /**
   * Measures the columns after the fixed ones, and says whether the sharpness can be relied on.
   *
   * @param row modified
   */
  void measure(long step, Tensor point, Row row) {
    if (measuresSharpness(step)) {
      row.set(Column.SHARPNESS_CONVERGED, converged() ? 1 : 0);
    }
    if (coordinates.length > 0) {
      point.backend().read(point, coordinates);
      row.setMore(0, coordinates);
    }
    int at = coordinates.length;
    for (int i = 0; i < probes.size(); i++) {
      double[] values = readings.get(i);
      if (step % paces.get(i) == 0) {
        probes.get(i).measure(point, values);
        row.setMore(at, values);
      }
      at += values.length;
    }
  }

  @Override
  public void visit(Fields fields) {
    fields.part("sharpness", sharpness);
    latestSharpness = fields.number("latest_sharpness", latestSharpness);
    effective.ifPresent(solver -> fields.part("effective_sharpness", solver));
    for (int i = 0; i < probes.size(); i++) {
      fields.part("probe" + i, probes.get(i));
    }
  }
}
