package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on only with the files beside its config that it began with. */
class ResumeInputsTest {
  private static final int EXAMPLES = 12;
  private static final int PIXELS = 4;

  /** Four inputs, three hidden units, two classes. */
  static final String NETWORK =
      """
      {"backpropType": "Standard", "cacheMode": "NONE", "confs": [
        {"cacheMode": "NONE", "dataType": "DOUBLE", "epochCount": 0, "iterationCount": 0,
         "maxNumLineSearchIterations": 5, "miniBatch": true, "minimize": true, "seed": 7,
         "optimizationAlgo": "STOCHASTIC_GRADIENT_DESCENT", "stepFunction": null, "variables": [],
         "layer": {"@class": "org.deeplearning4j.nn.conf.layers.DenseLayer",
          "activationFn": {"@class": "org.nd4j.linalg.activations.impl.ActivationTanH"},
          "iupdater": {"@class": "org.nd4j.linalg.learning.config.Sgd", "learningRate": 0.1},
          "weightInitFn": {"@class": "org.deeplearning4j.nn.weights.WeightInitXavier"},
          "biasInit": 0.0, "biasUpdater": null, "constraints": null, "gainInit": 1.0,
          "gradientNormalization": "None", "gradientNormalizationThreshold": 1.0,
          "hasBias": true, "idropout": null, "regularization": [], "regularizationBias": [],
          "timeDistributedFormat": null, "weightNoise": null, "hasLayerNorm": false,
          "layerName": "DenseLayer", "nin": 4, "nout": 3}},
        {"cacheMode": "NONE", "dataType": "DOUBLE", "epochCount": 0, "iterationCount": 0,
         "maxNumLineSearchIterations": 5, "miniBatch": true, "minimize": true, "seed": 7,
         "optimizationAlgo": "STOCHASTIC_GRADIENT_DESCENT", "stepFunction": null, "variables": [],
         "layer": {"@class": "org.deeplearning4j.nn.conf.layers.OutputLayer",
          "activationFn": {"@class": "org.nd4j.linalg.activations.impl.ActivationSoftmax"},
          "iupdater": {"@class": "org.nd4j.linalg.learning.config.Sgd", "learningRate": 0.1},
          "weightInitFn": {"@class": "org.deeplearning4j.nn.weights.WeightInitXavier"},
          "biasInit": 0.0, "biasUpdater": null, "constraints": null, "gainInit": 1.0,
          "gradientNormalization": "None", "gradientNormalizationThreshold": 1.0,
          "hasBias": true, "idropout": null, "regularization": [], "regularizationBias": [],
          "timeDistributedFormat": null, "weightNoise": null,
          "lossFn": {"@class": "org.nd4j.linalg.lossfunctions.impl.LossMCXENT",
                     "softmaxClipEps": 1e-10},
          "layerName": "OutputLayer", "nin": 3, "nout": 2}}],
       "dataType": "DOUBLE", "epochCount": 0, "inferenceWorkspaceMode": "ENABLED",
       "inputPreProcessors": {}, "iterationCount": 0, "tbpttBackLength": 20, "tbpttFwdLength": 20,
       "trainingWorkspaceMode": "ENABLED", "validateOutputLayerConfig": true}
      """;

  @TempDir Path temporary;

  private Path images;
  private Path labels;
  private Path network;
  private Path run;

  private void interrupted(String objective) throws IOException {
    Path data = Files.createDirectories(temporary.resolve("data"));
    images = data.resolve("train-images-idx3-ubyte");
    labels = data.resolve("train-labels-idx1-ubyte");
    network = temporary.resolve("net.json");
    run = temporary.resolve("run");
    ByteBuffer pixels = ByteBuffer.allocate(16 + EXAMPLES * PIXELS);
    pixels.putInt(0x803).putInt(EXAMPLES).putInt(2).putInt(2);
    ByteBuffer classes = ByteBuffer.allocate(8 + EXAMPLES);
    classes.putInt(0x801).putInt(EXAMPLES);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < PIXELS; j++) {
        pixels.put((byte) (31 * i + 57 * j * j + 11 * i * j));
      }
      classes.put((byte) (i % 2));
    }
    Files.write(images, pixels.array());
    Files.write(labels, classes.array());
    Files.writeString(network, NETWORK);
    String config =
        """
        experiment: inputs
        steps: 30
        learning-rate: 0.1
        dataset: {type: idx, directory: data}
        objective: %s
        models: [gradient-flow]
        record: {sharpness-every: 0}
        reports: []
        """
            .formatted(objective);
    Terminal terminal = new Terminal();
    assertThat(
            terminal.runUntil(
                Terminal.after(5),
                "run",
                Configs.in(temporary, config),
                "--out",
                run.toString(),
                "--quiet"))
        .as(terminal.err())
        .isEqualTo(ExitCode.INTERRUPTED);
  }

  private void assertRefused(String... words) throws IOException {
    Map<Path, String> before = content();
    Terminal terminal = new Terminal();
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err().lines()).as(terminal.err()).hasSize(1);
    assertThat(terminal.err()).contains(words).doesNotContain("Exception", "bug");
    assertThat(content()).isEqualTo(before);
  }

  private void assertGoesOn() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
        .as(terminal.err())
        .isZero();
  }

  private Map<Path, String> content() throws IOException {
    Map<Path, String> content = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        content.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  @Test
  void anotherDatasetIsRefusedWhicheverOfItsFilesChanged() throws IOException {
    interrupted("{type: mlp, hidden: [3]}");
    for (Path file : new Path[] {images, labels}) {
      byte[] sound = Files.readAllBytes(file);
      byte[] changed = sound.clone();
      changed[changed.length - 1] ^= 1;
      Files.write(file, changed);
      assertRefused(file.getFileName().toString(), "SHA-256", "--out");
      Files.write(file, sound);
    }
    byte[] sound = Files.readAllBytes(images);
    Files.delete(images);
    assertRefused(images.getFileName().toString());
    Files.write(images, sound);
    assertGoesOn();
  }

  @Test
  void anotherNetworkIsRefusedEvenOneOfTheSameParameters() throws IOException {
    interrupted("{type: dl4j, configuration: net.json}");
    for (String changed :
        new String[] {
          NETWORK.replace("ActivationTanH", "ActivationSigmoid"),
          NETWORK.replaceFirst("\"seed\": 7", "\"seed\": 8"),
          NETWORK.replace("\"hasBias\": true", "\"hasBias\": false"),
          NETWORK.replace("\"nout\": 3", "\"nout\": 5").replace("\"nin\": 3", "\"nin\": 5"),
          NETWORK.replace("Xavier\"", "XavierUniform\""),
          NETWORK + "\n"
        }) {
      assertThat(changed).isNotEqualTo(NETWORK);
      Files.writeString(network, changed);
      assertRefused("objective.configuration", network.toString(), "SHA-256", "--out");
    }
    Files.writeString(network, NETWORK);
    assertGoesOn();
  }

  @Test
  void anotherOnnxNetworkIsRefusedEvenOneOfTheSameParameters() throws IOException {
    byte[] sound = Files.readAllBytes(Path.of("..", "examples", "networks", "digits-cnn.onnx"));
    Path file = Files.write(temporary.resolve("net.onnx"), sound);
    run = temporary.resolve("run");
    String config =
        """
        experiment: inputs
        steps: 30
        learning-rate: 0.1
        dataset: {type: digits, examples: 12}
        objective: {type: onnx, network: net.onnx}
        models: [gradient-flow]
        record: {sharpness-every: 0}
        reports: []
        """;
    Terminal terminal = new Terminal();
    assertThat(
            terminal.runUntil(
                Terminal.after(5),
                "run",
                Configs.in(temporary, config),
                "--out",
                run.toString(),
                "--quiet"))
        .as(terminal.err())
        .isEqualTo(ExitCode.INTERRUPTED);
    // One that says another producer computes the same: its bytes are others.
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("pytorch");
    Files.writeString(file, text.replace("pytorch", "pytarch"), StandardCharsets.ISO_8859_1);
    assertRefused("objective.network", file.toString(), "SHA-256", "--out");
    Files.write(file, sound);
    assertGoesOn();
    assertThat(Files.readString(run.resolve("provenance.json")))
        .contains("objective.network", file.getFileName().toString());
  }
}
