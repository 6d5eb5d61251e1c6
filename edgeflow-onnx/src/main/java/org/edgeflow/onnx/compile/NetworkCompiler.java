package org.edgeflow.onnx.compile;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.Claims;
import org.edgeflow.onnx.assembly.SharedParametersException;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Excerpts;
import org.edgeflow.onnx.graph.Network;
import org.edgeflow.onnx.graph.Numbers;
import org.edgeflow.onnx.graph.Port;

/**
 * Turns a network into layers for the exact engine.
 *
 * <p>The network is compiled for a batch of one example, whose tensors have all known extents. It
 * is followed a second time for a larger batch, to see that no operation puts the batch's examples
 * together: the loss would not be a mean over examples.
 *
 * <p>What is trained is what {@link Training} says, as far as the output depends on it; the
 * statistics of batch normalizations never are.
 */
public final class NetworkCompiler {
  private static final int REHEARSED = 2;

  private final Network network;
  private final Training training;
  private final Readers readers;
  private final Set<String> shared = new HashSet<>();
  private final int batchAxis;
  private final int fixedBatch;

  private NetworkCompiler(Network network, Set<String> frozen) {
    this.network = network;
    this.training = new Training(network, frozen);
    requireOne("input", network.inputs());
    requireOne("output", network.outputs());
    this.readers = new Readers(network);
    Port input = network.inputs().get(0);
    List<Integer> symbolic = input.symbolic();
    if (symbolic.size() > 1) {
      throw new BadNetworkException(
          "has several dynamic axes in its input "
              + input
              + ", expected the batch axis alone to be"
              + " symbolic; export it again with the other extents as they are");
    }
    if (input.extents().isEmpty()) {
      throw new BadNetworkException("has an input " + input + " without a batch axis");
    }
    this.batchAxis = symbolic.isEmpty() ? 0 : symbolic.get(0);
    this.fixedBatch = Math.max(0, input.extents().get(batchAxis));
  }

  private static void requireOne(String what, List<Port> ports) {
    if (ports.size() != 1) {
      throw new BadNetworkException(
          "has "
              + ports.size()
              + " "
              + what
              + "s ("
              + ports.stream().limit(8).map(Port::toString).collect(Collectors.joining(", "))
              + "), expected one");
    }
  }

  /**
   * Compiles a network.
   *
   * @param frozen names of tensors that are not trained
   * @throws BadNetworkException if it cannot be compiled; the message names the node
   */
  public static CompiledNetwork compile(Network network, Set<String> frozen) {
    NetworkCompiler compiler = new NetworkCompiler(network, frozen);
    try {
      return compiler.compiled();
    } catch (BadNetworkException e) {
      throw compiler.fixedBatch > 1
          ? new BadNetworkException(
              e.getMessage()
                  + " (the file fixes its batch at "
                  + compiler.fixedBatch
                  + " examples: export it with a symbolic batch axis)",
              e)
          : e;
    }
  }

  private CompiledNetwork compiled() {
    InputForm form = readers.form(exampleShape(), batchAxis == 0);
    Passage passage = passage(form, 1, false);
    if (!(passage.output() instanceof Flow output)) {
      throw new BadNetworkException("has an output that does not depend on its input");
    }
    int axis = outputBatchAxis(form, passage, output);
    int[] shape =
        IntStream.range(0, output.shape().length)
            .filter(i -> i != axis)
            .map(i -> output.shape()[i])
            .toArray();
    int classes = shape.length == 0 ? 1 : shape[shape.length - 1];
    Assembler assembler = passage.assembler();
    assembler.at("output");
    int last = assembler.rows(assembler.natural(output), Math.max(1, classes));
    if (last != assembler.graph().last()) {
      throw new BadNetworkException("has an output that something else follows");
    }
    Claims claims = assembler.claims();
    double[] start = claims.start();
    requireFinite(start);
    String operator = readers.needed().get(readers.needed().size() - 1).operator();
    return new CompiledNetwork(
        assembler.graph(),
        form,
        Numbers.size(shape) / Math.max(1, classes),
        classes,
        claims.order(),
        start,
        operator.equals("Softmax"));
  }

  private void requireFinite(double[] start) {
    for (double value : start) {
      if (!Double.isFinite(value)) {
        String tensor =
            network.initializers().entrySet().stream()
                .filter(
                    e -> Arrays.stream(e.getValue().values()).anyMatch(v -> !Double.isFinite(v)))
                .map(e -> Excerpts.of(e.getKey()))
                .findFirst()
                .orElse("");
        throw new BadNetworkException(
            "cannot be a start: its tensor '"
                + tensor
                + "' has the number "
                + value
                + ", expected finite ones; export a network that has not diverged, or name the tensor"
                + " under 'frozen' if it is not trained");
      }
    }
  }

  private int[] exampleShape() {
    List<Integer> extents = network.inputs().get(0).extents();
    return IntStream.range(0, extents.size())
        .filter(axis -> axis != batchAxis)
        .map(extents::get)
        .toArray();
  }

  /** Which axis of the output is the batch's, having made sure that no example sees another. */
  private int outputBatchAxis(InputForm form, Passage passage, Flow output) {
    if (fixedBatch == 1) {
      // Nothing can be told of a file that knows one example only.
      if (output.shape().length == 0 || output.shape()[0] != 1) {
        throw notARow(output.shape());
      }
      return 0;
    }
    int batch = Math.max(REHEARSED, fixedBatch);
    Passage larger = passage(form, batch, true);
    List<Assembler.Joint> once = passage.assembler().joint();
    List<Assembler.Joint> again = larger.assembler().joint();
    for (int i = 0; i < Math.max(once.size(), again.size()); i++) {
      if (i >= once.size() || i >= again.size() || !once.get(i).equals(again.get(i))) {
        throw new BadNetworkException(
            "puts the examples of a batch together in "
                + (i < again.size() ? again : once).get(i).node()
                + ", so that its loss is no mean over examples; if it is a batch of sequences, see"
                + " that its first axis is the batch's (batch_first=True)");
      }
    }
    int[] small = output.shape();
    int[] large = larger.output().shape();
    List<Integer> different =
        IntStream.range(0, Math.min(small.length, large.length))
            .filter(i -> small[i] != large[i])
            .boxed()
            .toList();
    if (small.length != large.length
        || different.size() != 1
        || small[different.get(0)] != 1
        || large[different.get(0)] != batch) {
      throw notARow(small);
    }
    return different.get(0);
  }

  private static BadNetworkException notARow(int[] shape) {
    return new BadNetworkException(
        "has an output of shape "
            + Arrays.toString(shape)
            + " for one example, expected an axis"
            + " of the batch and then the outputs");
  }

  private Passage passage(InputForm form, int batch, boolean rehearsal) {
    while (true) {
      try {
        return new Passage(network, readers, training, shared, rehearsal)
            .followed(form, batchAxis, batch);
      } catch (SharedParametersException e) {
        if (!shared.add(e.tensor())) {
          throw new BadNetworkException(
              "uses its tensor '" + Excerpts.of(e.tensor()) + "' in ways that cannot be told apart",
              e);
        }
      }
    }
  }
}
