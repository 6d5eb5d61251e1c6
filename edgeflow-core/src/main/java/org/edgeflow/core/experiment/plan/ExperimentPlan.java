package org.edgeflow.core.experiment.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A config that has been read and found sound; nothing has been created yet.
 *
 * @param settings the top level
 * @param recording the section {@code record}
 * @param rule what the optimizer does, with the run's learning rate
 * @param sampling what the optimizer sees of the examples; empty: all of them, as they are
 * @param testDataset examples that nobody trains on
 * @param stop when the run ends before its last step
 * @param resolved the config with every default filled in; running it repeats the run
 */
public record ExperimentPlan(
    ExperimentSettings settings,
    ExperimentSettings.Recording recording,
    Part<Function<DataType, TensorBackend>> backend,
    Part<OptimizerFactory.Configured<?>> optimizer,
    UpdateRule rule,
    Optional<ExperimentSettings.Sampling> sampling,
    Optional<Part<Supplier<Dataset>>> dataset,
    Optional<Part<Supplier<Dataset>>> testDataset,
    Part<Function<ObjectiveFactory.Context, Problem>> objective,
    List<ModelPlan> models,
    List<ProbePlan> probes,
    Optional<StopRule> stop,
    List<Part<Supplier<Reporter>>> reporters,
    Node.Mapping resolved) {}
