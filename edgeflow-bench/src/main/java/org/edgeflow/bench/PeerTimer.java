package org.edgeflow.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.bench.workload.Evaluation;
import org.edgeflow.bench.workload.Tree;
import org.edgeflow.bench.workload.Workload;
import org.edgeflow.core.checkpoint.NpyFile;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;

/**
 * Times our side of a comparison on demand, so that another program can interleave it with a
 * peer's. It reads one request a line and answers each with one line:
 *
 * <pre>
 * open NAME network=… dtype=… threads=…   →  open DIMENSION BACKEND'S DESCRIPTION
 * value NAME loss                          →  value NUMBER
 * export NAME DIRECTORY                    →  export FILE…
 * time NAME QUANTITY                       →  time MILLISECONDS
 * descend NAME STEPS RATE                  →  descend LOSS
 * eigenpairs NAME COUNT TOLERANCE          →  eigenpairs PRODUCTS RESIDUAL LARGEST
 * anything that fails                      →  error WHY
 * </pre>
 *
 * <p>{@code export} writes, as float64 {@code .npy} in the network's own order and coordinates:
 * inputs, targets, parameters, direction, gradient, hessian_vector, and of {@code symmetric} the
 * losses and the mean gradient. Quantities: loss, gradient, hessian-vector, symmetric, quiet,
 * chord. {@code descend} moves the point of all that follows by gradient descent; {@code
 * eigenpairs} starts cold the first time, follows the point from then on, and tells the largest
 * residual in units of the largest eigenvalue.
 */
public final class PeerTimer {
  private static final double MILLISECOND = 1e6;

  private final Map<String, Evaluation> open = new LinkedHashMap<>();

  /** Answers standard input until it ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Whatever a library prints must not be taken for an answer.
    System.setOut(System.err);
    PeerTimer timer = new PeerTimer();
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      answers.println(timer.answer(line));
    }
    timer.open.values().forEach(Evaluation::close);
  }

  /** The answer to one request. */
  String answer(String request) {
    List<String> words = Arrays.asList(request.strip().split("\\s+"));
    try {
      return switch (words.get(0)) {
        case "open" -> open(word(words, 1), words.subList(2, words.size()));
        case "value" -> "value " + value(evaluation(word(words, 1)), word(words, 2));
        case "export" -> "export " + export(evaluation(word(words, 1)), Path.of(word(words, 2)));
        case "time" -> "time " + time(evaluation(word(words, 1)), word(words, 2));
        case "descend" ->
            "descend "
                + evaluation(word(words, 1))
                    .descend((int) number(word(words, 2)), number(word(words, 3)));
        case "eigenpairs" ->
            "eigenpairs "
                + told(
                    evaluation(word(words, 1))
                        .leading((int) number(word(words, 2)), number(word(words, 3))));
        default ->
            throw new ConfigException(
                "unknown request '"
                    + words.get(0)
                    + "', expected open, value, export, time, descend or eigenpairs.");
      };
    } catch (ConfigException | BackendUnavailableException | UncheckedIOException e) {
      return "error " + String.join(" ", e.getMessage().split("\\s+"));
    }
  }

  private String open(String name, List<String> pairs) {
    Map<String, Node> section = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new ConfigException("got '" + pair + "', expected KEY=VALUE.");
      }
      section.put(pair.substring(0, equals), Tree.text(pair.substring(equals + 1)));
    }
    Evaluation evaluation = Decoder.decode(Tree.section(section), Workload.class).open();
    Evaluation before = open.put(name, evaluation);
    if (before != null) {
      before.close();
    }
    return "open " + evaluation.dimension() + " " + evaluation.description();
  }

  private static double value(Evaluation evaluation, String quantity) {
    if (!quantity.equals("loss")) {
      throw new ConfigException("unknown value '" + quantity + "', expected loss.");
    }
    return evaluation.loss();
  }

  private static double time(Evaluation evaluation, String quantity) {
    Runnable work = work(evaluation, quantity);
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / MILLISECOND;
  }

  private static Runnable work(Evaluation evaluation, String quantity) {
    return switch (quantity) {
      case "loss" -> evaluation::loss;
      case "gradient" -> evaluation::gradient;
      case "hessian-vector" -> evaluation::hessianVector;
      case "symmetric" -> evaluation::symmetric;
      case "quiet" -> evaluation::quiet;
      case "chord" -> evaluation::chord;
      default ->
          throw new ConfigException(
              "unknown quantity '"
                  + quantity
                  + "', expected loss, gradient, hessian-vector, symmetric, quiet or chord.");
    };
  }

  private static String told(Eigenpairs pairs) {
    double largest = pairs.values().get(0);
    double residual = Collections.max(pairs.residuals()) / largest;
    return pairs.products() + " " + residual + " " + largest;
  }

  private static double number(String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new ConfigException("got '" + word + "', expected a number.");
    }
  }

  private static String export(Evaluation evaluation, Path directory) {
    Dataset dataset = evaluation.dataset();
    int[] inputs = new int[dataset.shape().length + 1];
    inputs[0] = dataset.size();
    System.arraycopy(dataset.shape(), 0, inputs, 1, inputs.length - 1);
    write(directory, "inputs", dataset.inputs(), inputs);
    int classes = dataset.classes().size();
    int labels = dataset.labelsPerExample();
    int[] targets =
        labels == 1
            ? new int[] {dataset.size(), classes}
            : new int[] {dataset.size(), labels, classes};
    write(directory, "targets", dataset.oneHotTargets(), targets);
    writeVector(directory, "parameters", evaluation.parameters());
    writeVector(directory, "direction", evaluation.direction());
    writeVector(directory, "gradient", evaluation.outside(evaluation.gradient()));
    writeVector(directory, "hessian_vector", evaluation.outside(evaluation.hessianVector()));
    Symmetric symmetric = evaluation.symmetric();
    writeVector(
        directory,
        "symmetric_losses",
        new double[] {symmetric.lossPlus(), symmetric.lossMinus(), Evaluation.MAGNITUDE});
    writeVector(directory, "mean_gradient", evaluation.outside(symmetric.meanGradient()));
    writeVector(
        directory, "symmetric_hessian_vector", evaluation.outside(symmetric.hessianVector()));
    return directory.toString();
  }

  private static void writeVector(Path directory, String name, double[] values) {
    write(directory, name, values, values.length);
  }

  private static void write(Path directory, String name, double[] values, int... shape) {
    Path file = directory.resolve(name + ".npy");
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyFile.write(out, DataType.FLOAT64, values, shape);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private Evaluation evaluation(String name) {
    Evaluation found = open.get(name);
    if (found == null) {
      throw new ConfigException(
          "nothing is open under '" + name + "'; open: " + String.join(", ", open.keySet()) + ".");
    }
    return found;
  }

  private static String word(List<String> words, int index) {
    if (index >= words.size()) {
      throw new ConfigException(
          "the request '" + String.join(" ", words) + "' is too short; see PeerTimer's Javadoc.");
    }
    return words.get(index);
  }
}
