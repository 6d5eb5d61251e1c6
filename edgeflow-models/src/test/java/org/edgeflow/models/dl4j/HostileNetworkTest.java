package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks from files that somebody made to do harm, or that were damaged on the way. */
class HostileNetworkTest {
  private static final AtomicInteger DESERIALIZED = new AtomicInteger();

  private final Dataset rows = Digits.dataset(6, 3, 5);
  @TempDir Path directory;

  /** Tells when it is read. */
  private static final class Spy implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private Object readResolve() {
      DESERIALIZED.incrementAndGet();
      return this;
    }
  }

  private static MultiLayerConfiguration small() {
    return new NeuralNetConfiguration.Builder()
        .dataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
        .updater(new Adam(1e-3))
        .list()
        .layer(new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private MultiLayerNetwork saved(Path zip) throws IOException {
    MultiLayerNetwork net = new MultiLayerNetwork(small());
    net.init();
    net.save(zip.toFile(), true);
    return net;
  }

  /** The entries of a network that DL4J saved. */
  private Map<String, byte[]> entries() throws IOException {
    Path zip = directory.resolve("saved.zip");
    saved(zip);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (java.util.zip.ZipFile file = new java.util.zip.ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = Files.createTempFile(directory, "net", ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  private Problem open(Path zip, DataType dataType) {
    return create(new GivenNetworkFactory.Settings(Optional.empty(), Optional.of(zip)), dataType);
  }

  private Problem configured(String json) throws IOException {
    Path file = Files.writeString(Files.createTempFile(directory, "net", ".json"), json);
    return create(
        new GivenNetworkFactory.Settings(Optional.of(file), Optional.empty()), DataType.FLOAT64);
  }

  private Problem create(GivenNetworkFactory.Settings settings, DataType dataType) {
    return new GivenNetworkFactory()
        .create(
            settings, new ObjectiveFactory.Context(Digits.heap(dataType), Optional.of(rows), 1));
  }

  @Test
  void serializedEntriesAreNeverRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Spy());
    }
    Map<String, byte[]> entries = entries();
    for (String name : new String[] {"preprocessor.bin", "normalizer.bin", "updaterState.bin"}) {
      entries.put(name, bytes.toByteArray());
    }
    Problem problem = open(zip(entries), DataType.FLOAT64);
    assertThat(problem.start().size()).isEqualTo(6 * 4 + 5 * 3);
    assertThat(DESERIALIZED).hasValue(0);
  }

  @Test
  void aNetworkWithItsUpdatersStateStartsFromDl4jsOwnParametersInBothFormats() throws IOException {
    Path zip = directory.resolve("net.zip");
    MultiLayerNetwork net = saved(zip);
    double[] own = net.params().toDoubleVector();
    assertThat(Digits.read(open(zip, DataType.FLOAT64).start())).containsExactly(own);
    double[] narrow = Digits.read(open(zip, DataType.FLOAT32).start());
    for (int i = 0; i < own.length; i++) {
      assertThat(narrow[i]).isEqualTo((float) own[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN, is NaN", "Infinity, is Infinity", "1e300, too large for float32"})
  void aParameterThatIsNoFiniteNumberIsNamed(double value, String reason) throws IOException {
    Path zip = directory.resolve("net.zip");
    MultiLayerNetwork net = new MultiLayerNetwork(small());
    net.init();
    net.params().putScalar(26, value);
    net.save(zip.toFile());
    assertThatThrownBy(() -> open(zip, DataType.FLOAT32))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(zip.toString())
        .hasMessageContaining("parameter 26 (number 2 of '1_W', from 0)")
        .hasMessageContaining(reason);
  }

  @Test
  void parametersOfAnotherNumberOrTypeAreRefused() throws IOException {
    Map<String, byte[]> entries = entries();
    for (org.nd4j.linalg.api.ndarray.INDArray other :
        new org.nd4j.linalg.api.ndarray.INDArray[] {
          Nd4j.ones(1, 38), Nd4j.ones(2, 39), Nd4j.ones(1, 3, 13)
        }) {
      entries.put("coefficients.bin", written(other));
      assertRefused(zip(entries), "coefficients.bin");
    }
    entries.put(
        "coefficients.bin", written(Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.HALF, 1, 39)));
    assertRefused(zip(entries), "type HALF, expected FLOAT or DOUBLE");
    entries.put("coefficients.bin", written(Nd4j.ones(1, 39)));
    assertThat(Digits.read(open(zip(entries), DataType.FLOAT64).start())).containsOnly(1);
  }

  private static byte[] written(org.nd4j.linalg.api.ndarray.INDArray array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(array, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void entriesThatAreTooManyOrTooLongAreNotRead() throws IOException {
    Map<String, byte[]> entries = entries();
    Map<String, byte[]> bomb = new LinkedHashMap<>(entries);
    bomb.put("configuration.json", new byte[50_000_000]);
    assertRefused(zip(bomb), "more than 16777216 bytes");
    Map<String, byte[]> longer = new LinkedHashMap<>(entries);
    longer.put(
        "coefficients.bin", java.util.Arrays.copyOf(entries.get("coefficients.bin"), 50_000_000));
    assertRefused(zip(longer), "goes on after its 39 parameters");
    for (int i = 0; i < 100; i++) {
      entries.put("entry" + i, new byte[0]);
    }
    assertRefused(zip(entries), "entries, and DL4J writes five at most");
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("configuration.jsom", entries.get("configuration.json"));
    byte[] bytes = Files.readAllBytes(zip(entries));
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("jsom", "json");
    Path file = directory.resolve("twice.zip");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, "twice");
  }

  /** Whatever a file's damage, a network comes out or one message. */
  @Test
  void damageEndsInANetworkOrInOneMessage() throws IOException {
    byte[] sound = Files.readAllBytes(zip(entries()));
    SplittableRandom random = new SplittableRandom(7);
    Path file = directory.resolve("damaged.zip");
    int refused = 0;
    for (int trial = 0; trial < 300; trial++) {
      byte[] bytes =
          trial % 3 == 0
              ? java.util.Arrays.copyOf(sound, random.nextInt(sound.length))
              : sound.clone();
      for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      Throwable thrown = catchThrowable(() -> open(file, DataType.FLOAT64));
      if (thrown != null) {
        assertThat(thrown).as("trial %s", trial).isInstanceOf(ConfigException.class);
        assertThat(thrown.getMessage().lines()).as("trial %s", trial).hasSize(1);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(150);
  }

  /** The same inside the entries, where no checksum guards. */
  @Test
  void damageInsideTheEntriesEndsInANetworkOrInOneMessage() throws IOException {
    Map<String, byte[]> sound = entries();
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 200; trial++) {
      Map<String, byte[]> entries = new LinkedHashMap<>(sound);
      String name = trial % 2 == 0 ? "configuration.json" : "coefficients.bin";
      byte[] bytes = sound.get(name).clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        bytes[random.nextInt(trial % 4 == 1 ? 120 : bytes.length)] ^=
            (byte) (1 << random.nextInt(7));
      }
      entries.put(name, bytes);
      Path file = zip(entries);
      Throwable thrown = catchThrowable(() -> open(file, DataType.FLOAT64));
      if (thrown != null) {
        assertThat(thrown).as("trial %s", trial).isInstanceOf(ConfigException.class);
        assertThat(thrown.getMessage().lines()).as("trial %s", trial).hasSize(1);
      }
      Files.delete(file);
    }
  }

  /** Every value of a configuration replaced by what does not belong there. */
  @Test
  void strangeValuesEndInANetworkOrInOneMessage() throws IOException {
    String[] strange = {
      "null", "[]", "{}", "-1", "1e9", "999999999999", "0.5", "true", "\"x\"", "[1]", "1e400"
    };
    for (String json : new String[] {small().toJson(), graph().toJson()}) {
      java.util.regex.Matcher value =
          java.util.regex.Pattern.compile(": ?(\"[^\"]*\"|[-\\w.]+|\\[ ?\\]|\\{ ?\\})(,?\\n)")
              .matcher(json);
      int at = 0;
      while (value.find()) {
        String changed =
            json.substring(0, value.start(1))
                + strange[at++ % strange.length]
                + json.substring(value.end(1));
        Throwable thrown = catchThrowable(() -> configured(changed));
        if (thrown != null) {
          assertThat(thrown)
              .as(json.substring(Math.max(0, value.start() - 40), value.end()))
              .isInstanceOf(ConfigException.class);
          assertThat(thrown.getMessage().lines()).hasSize(1);
        }
      }
      assertThat(at).isGreaterThan(50);
    }
  }

  private static ComputationGraphConfiguration graph() {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer(
            "a", new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH).build(), "in")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build(),
            "a")
        .setOutputs("out")
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.nd4j.linalg.activations.impl.ActivationTanH | java.util.Date | names at"
            + " confs[0].layer.activationFn the class java.util.Date",
        "org.deeplearning4j.nn.conf.layers.DenseLayer |"
            + " org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer | which is not among"
            + " the layers",
        "org.nd4j.linalg.learning.config.Adam | javax.swing.JFrame | which is not among the"
            + " updaters",
        "\"gradientNormalization\" : \"None\" | \"gradientNormalization\" : \"ClipL2PerLayer\" |"
            + " layer 0 (DenseLayer) has gradient normalization",
        "\"backpropType\" : \"Standard\" | \"backpropType\" : \"TruncatedBPTT\" | truncated"
            + " backpropagation",
        "\"minimize\" : true | \"minimize\" : false | maximizes its score",
        "\"hasBias\" : true | \"hasBiass\" : true | has the setting 'hasBiass'",
        "\"nout\" : 4 | \"nout\" : 2000000000 | parameters",
        "\"nin\" : 5 | \"nin\" : -5 | expected a whole number from 0",
        "\"constraints\" : null | \"constraints\" : null, \"constraints\" : null | Duplicate field",
        "\"biasInit\" : 0.0 | \"biasInit\" : 1e999999999 | number out of range"
      })
  void whatIsOnNoListIsRefusedWhereItStands(String from, String to, String reason) {
    String json = small().toJson();
    assertThat(json).contains(from);
    assertThatThrownBy(() -> configured(json.replaceFirst(java.util.regex.Pattern.quote(from), to)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void jacksonsOtherWayToNameAClassIsClosed() {
    String json =
        small()
            .toJson()
            .replaceFirst(
                "\"activationFn\" : \\{[^}]*\\}",
                "\"activationFn\" : [\"java.util.Date\", {\"time\": 1}]");
    assertThatThrownBy(() -> configured(json))
        .hasMessageContaining("activationFn is a list, expected an object with its @class");
  }

  @Test
  void nestingHasABottom() {
    String deep = "{\"confs\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> configured(deep)).hasMessageContaining("levels deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"confs\": []} | has no layers",
        "{\"confs\": [{\"seed\": 1}]} | has no confs[0].layer",
        "{\"confs\": [null]} | has no confs[0]",
        "{\"confs\": [{\"layer\": {\"dense\": {\"nin\": 4}}}]} | was written by DL4J 0.x",
        "{\"confs\": [{\"layer\": {\"RBM\": {\"nin\": 4}}}], \"pretrain\": true} | was written by"
            + " DL4J 0.x",
        "{\"networkInputs\": [\"in\"]} | has no vertices"
      })
  void brokenStructuresAndOldFormatsAreSaidInOneSentence(String json, String reason) {
    assertThatThrownBy(() -> configured(json))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }

  private void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> open(file, DataType.FLOAT64))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }
}
