package org.edgeflow.core.experiment.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.tensor.TensorBackend;

/** What, beside the config, decides the result of a run. */
public final class Provenance {
  private Provenance() {}

  /**
   * Versions, backend, data, machine, by name.
   *
   * @param files that the objective is read from, by name, with their SHA-256
   */
  public static Map<String, Object> of(
      ExperimentPlan plan,
      TensorBackend backend,
      Optional<Dataset> dataset,
      Map<String, String> files) {
    Map<String, Object> all = new LinkedHashMap<>();
    String version = Provenance.class.getPackage().getImplementationVersion();
    all.put("edgeflow", version == null ? "development build" : version);
    all.put("experiment", plan.settings().experiment());
    all.put("seed", plan.settings().seed());
    all.put("dtype", plan.settings().dtype().name().toLowerCase(java.util.Locale.ROOT));
    all.put("backend", Map.of("name", backend.name(), "description", backend.description()));
    dataset.ifPresent(
        data -> {
          Map<String, Object> described = new LinkedHashMap<>();
          described.put("name", data.name());
          described.put("examples", data.size());
          described.putAll(new TreeMap<>(data.provenance()));
          all.put("dataset", described);
        });
    if (!files.isEmpty()) {
      all.put("files", files);
    }
    Map<String, Object> java = new LinkedHashMap<>();
    java.put("version", Runtime.version().toString());
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("vm", System.getProperty("java.vm.name"));
    all.put("java", java);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("max_heap_bytes", Runtime.getRuntime().maxMemory());
    all.put("machine", machine);
    return all;
  }
}
