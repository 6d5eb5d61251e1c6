package org.edgeflow.bench.workload;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Spelling;

/** The networks that are timed, by name. A peer has to build the very same ones. */
public enum StandardNetwork {
  /** Dense 3072-200-200-10, tanh, half the mean squared distance to the one-hot label. */
  MLP_3072_200_200_10("mlp-3072-200-200-10") {
    @Override
    public Map<String, Node> dataset(int examples) {
      return images(examples);
    }

    @Override
    public Map<String, Node> objective() {
      return perceptron();
    }
  },

  /**
   * Two 3 × 3 convolutions of 32 channels that keep the size, each followed by tanh and 2 × 2
   * average pooling; a dense layer to 10 classes; cross-entropy. Images are 3 × 32 × 32.
   */
  CNN_32_32("cnn-32-32") {
    @Override
    public Map<String, Node> dataset(int examples) {
      return images(examples);
    }

    @Override
    public Map<String, Node> objective() {
      Map<String, Node> section = new LinkedHashMap<>();
      section.put("type", Tree.text("cnn"));
      section.put("channels", Tree.list("32", "32"));
      section.put("window", Tree.text("3"));
      section.put("pooling", Tree.text("average"));
      section.put("activation", Tree.text("tanh"));
      section.put("loss", Tree.text("cross-entropy"));
      return section;
    }
  },

  /** Dense 784-200-200-10 on Fashion-MNIST, tanh, half the mean squared distance. */
  FASHION_MLP("fashion-mlp") {
    @Override
    public Map<String, Node> dataset(int examples) {
      Map<String, Node> section = new LinkedHashMap<>();
      section.put("type", Tree.text("fashion-mnist-1k"));
      section.put("examples", Tree.text(examples));
      return section;
    }

    @Override
    public Map<String, Node> objective() {
      return perceptron();
    }
  },

  /**
   * A vision transformer on 3 × 32 × 32 images: patches of 4 × 4, two blocks of width 64 with four
   * heads and 128 hidden units, GELU; cross-entropy.
   */
  VIT_64("vit-64") {
    @Override
    public Map<String, Node> dataset(int examples) {
      return images(examples);
    }

    @Override
    public Map<String, Node> objective() {
      Map<String, Node> section = new LinkedHashMap<>();
      section.put("type", Tree.text("vit"));
      section.put("patch", Tree.text("4"));
      section.put("width", Tree.text("64"));
      section.put("depth", Tree.text("2"));
      section.put("heads", Tree.text("4"));
      section.put("hidden", Tree.text("128"));
      return section;
    }
  },

  /**
   * One layer of 64 units of long short-term memory over sequences of 16 of 8 tokens, a classifier
   * at each position; cross-entropy.
   */
  LSTM_64("lstm-64") {
    @Override
    public Map<String, Node> dataset(int examples) {
      Map<String, Node> section = new LinkedHashMap<>();
      section.put("type", Tree.text("sorting"));
      section.put("examples", Tree.text(examples));
      section.put("length", Tree.text("16"));
      section.put("vocabulary", Tree.text("8"));
      return section;
    }

    @Override
    public Map<String, Node> objective() {
      Map<String, Node> section = new LinkedHashMap<>();
      section.put("type", Tree.text("lstm"));
      section.put("hidden", Tree.list("64"));
      section.put("bidirectional", Tree.text("false"));
      return section;
    }
  };

  private final String label;

  StandardNetwork(String label) {
    this.label = label;
  }

  /** Its name on command lines. */
  public String label() {
    return label;
  }

  /** The config section of its data. */
  public abstract Map<String, Node> dataset(int examples);

  /** The config section of the network, without what only changes how it is evaluated. */
  public abstract Map<String, Node> objective();

  /**
   * The network of a name.
   *
   * @throws ConfigException if there is none
   */
  public static StandardNetwork named(String label) {
    return Arrays.stream(values())
        .filter(network -> network.label.equals(label))
        .findFirst()
        .orElseThrow(() -> unknown(label));
  }

  private static ConfigException unknown(String label) {
    var labels = Arrays.stream(values()).map(StandardNetwork::label).toList();
    return new ConfigException(
        "unknown network '"
            + label
            + "'."
            + Spelling.hint(label, labels)
            + " Known: "
            + String.join(", ", labels)
            + ".");
  }

  private static Map<String, Node> images(int examples) {
    Map<String, Node> section = new LinkedHashMap<>();
    section.put("type", Tree.text("synthetic-images"));
    section.put("examples", Tree.text(examples));
    return section;
  }

  private static Map<String, Node> perceptron() {
    Map<String, Node> section = new LinkedHashMap<>();
    section.put("type", Tree.text("mlp"));
    section.put("hidden", Tree.list("200", "200"));
    section.put("activation", Tree.text("tanh"));
    section.put("loss", Tree.text("mse"));
    return section;
  }
}
