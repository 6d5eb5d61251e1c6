package org.edgeflow.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.onnx.compile.CompiledNetwork;
import org.edgeflow.onnx.compile.NetworkCompiler;
import org.edgeflow.onnx.compile.Training;
import org.edgeflow.onnx.file.NetworkFile;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an objective from a network in an ONNX file, as PyTorch's exporters write it: compiled for
 * the exact engine, from the file's parameters on.
 *
 * <p>The loss compares the network's outputs f with the labels: {@code cross-entropy} is {@code
 * mean(log Σⱼ e^{fⱼ} − f_y)}, PyTorch's {@code CrossEntropyLoss} of logits (and its {@code NLLLoss}
 * of a LogSoftmax); {@code mse} is {@code ½ mean ‖f − onehot(y)‖²}, with the mean over the labels.
 *
 * <p>Parameters are in the file's order: tensor by tensor, row-major.
 */
public final class OnnxNetworkFactory implements ObjectiveFactory<OnnxNetworkFactory.Settings> {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxNetworkFactory.class);

  /** The settings of {@code onnx}. */
  public record Settings(
      @Setting("A network, as torch.onnx.export writes it; opset 13 to 21.") Path network,
      @Setting(value = "The loss, averaged over the labels.", byDefault = "cross-entropy")
          Criterion loss,
      @Setting(
              value =
                  "Tensors of the file that are not trained, as it names them: what PyTorch calls"
                      + " buffers. Single numbers, and the statistics of batch normalizations, never"
                      + " are.",
              byDefault = "[]")
          List<String> frozen,
      RowSpaceWork work) {}

  @Override
  public Description description() {
    return new Description(
        "A network from an ONNX file, PyTorch's for example, with exact gradients and"
            + " Hessian-vector products.");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Path file = settings.network();
    if (!Files.isRegularFile(file)) {
      throw refused(file, Files.exists(file) ? "is not a file" : "does not exist", null);
    }
    try {
      Network network = NetworkFile.read(file);
      CompiledNetwork compiled = NetworkCompiler.compile(network, Set.copyOf(settings.frozen()));
      Dataset dataset = context.dataset().orElseThrow();
      requireLabels(compiled, dataset);
      Dataset fitted = compiled.input().fitted(dataset);
      report(settings, network, compiled);
      new Training(network, Set.copyOf(settings.frozen()))
          .merged()
          .ifPresent(
              names ->
                  LOG.warn(
                      "objective onnx: in {} the exporter has made other tensors of the parameters"
                          + " {}; those are trained in their place. Export with optimize=False to"
                          + " keep what PyTorch trains",
                      file,
                      names));
      return NetworkProblem.of(
              context.backend(),
              compiled.graph(settings.loss().exact(), settings.loss().factor()),
              fitted,
              compiled.start(),
              compiled.order(),
              settings.work().options().within(context))
          .readFrom(network.files());
    } catch (BadNetworkException e) {
      throw refused(file, e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw refused(
          file,
          "is larger than the memory. Take a smaller network, or give Java more"
              + " (EDGEFLOW_JAVA_OPTS=-Xmx…)",
          e);
    }
  }

  private static void requireLabels(CompiledNetwork network, Dataset dataset) {
    if (network.positions() != dataset.labelsPerExample()
        || network.classes() != dataset.classes().size()) {
      throw new BadNetworkException(
          "has "
              + outputs(network.positions(), network.classes())
              + " for one example, but dataset '"
              + dataset.name()
              + "' has labels for "
              + outputs(dataset.labelsPerExample(), dataset.classes().size())
              + "; export it with as many outputs");
    }
  }

  private static String outputs(int positions, int classes) {
    return positions == 1
        ? classes + " outputs"
        : positions + " positions with " + classes + " outputs each";
  }

  private static void report(Settings settings, Network network, CompiledNetwork compiled) {
    LOG.info(
        "objective onnx: {} (opset {}, from {}): {} parameters",
        settings.network(),
        network.opset(),
        network.producer(),
        compiled.start().length);
    if (compiled.endsInProbabilities() && settings.loss() == Criterion.CROSS_ENTROPY) {
      LOG.warn(
          "objective onnx: {} ends in a Softmax, and the loss cross-entropy takes the softmax of"
              + " what it is given, as PyTorch's does: usually the network should end before it",
          settings.network());
    }
  }

  private static ConfigException refused(Path file, String reason, Throwable cause) {
    ConfigException exception = new ConfigException("objective onnx: " + file + " " + reason + ".");
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }
}
