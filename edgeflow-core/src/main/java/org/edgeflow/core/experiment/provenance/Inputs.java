package org.edgeflow.core.experiment.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edgeflow.core.checkpoint.Sha256;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Spelling;

/**
 * What a run reads beside its config, by SHA-256: the files that its objective names, the examples
 * as they are computed with, and the point from which everything starts.
 */
public final class Inputs {
  private static final int CHUNK = 8192;

  private final Map<String, String> files = new LinkedHashMap<>();
  private final Optional<Dataset> dataset;
  private final Optional<Dataset> testDataset;
  private final Problem problem;
  private Map<String, String> all;

  /** Of an experiment that has just read its files. */
  public Inputs(
      ExperimentPlan plan,
      Optional<Dataset> dataset,
      Optional<Dataset> testDataset,
      Problem problem) {
    this.dataset = dataset;
    this.testDataset = testDataset;
    this.problem = problem;
    addFiles("objective", plan.objective().settings());
    problem.files().forEach(file -> addFile("objective's other file", file));
  }

  private void addFiles(String part, Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = component(settings, component);
      if (value instanceof Optional<?> optional) {
        value = optional.orElse(null);
      }
      if (component.getType().isRecord()) {
        addFiles(part, (Record) value);
      }
      if (value instanceof Path file && Files.isRegularFile(file)) {
        addFile(part + "." + Spelling.kebab(component.getName()), file);
      }
    }
  }

  private void addFile(String name, Path file) {
    try {
      files.put(name + " (" + file + ")", Sha256.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object component(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The files that the objective is read from, by name, with their SHA-256. */
  public Map<String, String> files() {
    return Collections.unmodifiableMap(files);
  }

  /** What each input is called, and its digest; computed once, when first asked for. */
  public Map<String, String> digests() {
    if (all == null) {
      all = new LinkedHashMap<>(files);
      dataset.ifPresent(data -> all.putAll(digests(data)));
      testDataset.ifPresent(
          data -> digests(data).forEach((name, digest) -> all.put("held out: " + name, digest)));
      double[] start = new double[problem.start().size()];
      problem.start().backend().read(problem.start(), start);
      MessageDigest digest = Sha256.start();
      update(digest, start);
      all.put("the start", Sha256.hex(digest));
    }
    return all;
  }

  // The dataset's own account of its files comes first: it says in which of them the change is.
  private static Map<String, String> digests(Dataset data) {
    Map<String, String> digests = new LinkedHashMap<>();
    new TreeMap<>(data.provenance())
        .forEach(
            (key, value) -> {
              if (value.matches("[0-9a-f]{64}")) {
                digests.put("dataset '" + data.name() + "', " + key, value);
              }
            });
    MessageDigest digest = Sha256.start();
    update(digest, data.inputs());
    ByteBuffer labels = ByteBuffer.allocate(data.labels().length * Integer.BYTES);
    labels.asIntBuffer().put(data.labels());
    digest.update(labels);
    String frame = Arrays.toString(data.shape()) + data.labelsPerExample() + data.classes();
    digest.update(frame.getBytes(StandardCharsets.UTF_8));
    digests.put("the examples of dataset '" + data.name() + "'", Sha256.hex(digest));
    return digests;
  }

  private static void update(MessageDigest digest, double[] values) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear();
      chunk.asDoubleBuffer().put(values, from, count);
      digest.update(chunk.array(), 0, count * Double.BYTES);
    }
  }
}
