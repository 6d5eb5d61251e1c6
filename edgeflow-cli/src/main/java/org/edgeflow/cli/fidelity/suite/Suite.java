package org.edgeflow.cli.fidelity.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;

/**
 * Problems, and the models that are compared on all of them.
 *
 * @param name what it is called
 * @param title one line for people
 * @param models entries of a config's {@code models}
 * @param others whether registered flows that none of them names join with their defaults
 * @param problems at least one
 */
public record Suite(
    String name, String title, List<Node> models, boolean others, List<Problem> problems) {

  /** The suites that are built in. */
  static final List<String> BUILT_IN = List.of("quick", "full", "onset", "optimizers");

  /** A suite file as it is written. */
  record Content(
      @Setting("One line on what the suite is.") String title,
      @Setting("Models with settings.") List<Node> models,
      @Setting(value = "Whether every other flow joins with its defaults.", byDefault = "true")
          boolean others,
      @Setting("The problems.") List<Node> problems) {}

  /**
   * A problem as it is written.
   *
   * @param seconds that one run takes on one thread
   * @param config a config without {@code experiment}, {@code seed} and {@code models}
   * @param withCifar10 keys of the config that change where CIFAR-10 is at hand; its dataset gets
   *     the directory
   */
  record Entry(
      @Setting("Its name, which becomes a directory.") String name,
      @Setting("One line on what it is.") String title,
      @Setting(value = "The seeds to run it with.", byDefault = "[1]") List<Long> seeds,
      @Setting(value = "What one run takes on one thread, about.", unit = "seconds")
          Optional<Double> seconds,
      @Setting("A config without experiment, seed and models.") Node config,
      @Setting("What changes where CIFAR-10 is at hand.") Optional<Node> withCifar10) {

    Problem problem(Optional<Path> cifar10) {
      Node.Mapping tree = section(config, "config");
      if (cifar10.isPresent() && withCifar10.isPresent()) {
        Node.Mapping changes = section(withCifar10.get(), "with-cifar10");
        for (var change : changes.entries().entrySet()) {
          tree = tree.with(change.getKey(), change.getValue());
        }
        Node.Mapping dataset = section(tree.entries().get("dataset"), "with-cifar10.dataset");
        tree =
            tree.with(
                "dataset",
                dataset.with(
                    "directory",
                    new Node.Scalar(
                        cifar10.get().toAbsolutePath().toString(), true, dataset.origin())));
      }
      return new Problem(name, title, seeds, seconds, tree);
    }

    private Node.Mapping section(Node node, String key) {
      if (node instanceof Node.Mapping mapping) {
        return mapping;
      }
      throw new ConfigException(
          (node == null ? config : node).origin()
              + ": '"
              + key
              + "' of problem '"
              + name
              + "' is "
              + (node == null ? "missing" : node.kind())
              + ", expected a section.");
    }
  }

  /**
   * Reads a suite.
   *
   * @param suite the name of one that is built in, or a file
   * @param cifar10 the directory of CIFAR-10's binary files, if they are at hand
   * @throws ConfigException if there is none, or it is not a suite
   */
  public static Suite read(String suite, Optional<Path> cifar10) {
    Node.Mapping tree = BUILT_IN.contains(suite) ? builtIn(suite) : file(Path.of(suite));
    Content content = Decoder.decode(tree, Content.class);
    List<Problem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node node : content.problems()) {
      if (!(node instanceof Node.Mapping section)) {
        throw new ConfigException(
            node.origin() + ": a problem is " + node.kind() + ", expected a section.");
      }
      Problem problem = Decoder.decode(section, Entry.class).problem(cifar10);
      if (!problem.name().matches("[A-Za-z0-9][A-Za-z0-9._-]*") || !names.add(problem.name())) {
        throw new ConfigException(
            node.origin()
                + ": the problem's name is '"
                + problem.name()
                + "', expected letters, digits, '.', '_' and '-', and no name twice.");
      }
      problems.add(problem);
    }
    if (problems.isEmpty()) {
      throw new ConfigException(tree.origin() + ": the suite has no problems.");
    }
    return new Suite(suite, content.title(), content.models(), content.others(), problems);
  }

  private static Node.Mapping file(Path path) {
    if (!Files.exists(path)) {
      throw new ConfigException(
          "no such suite: "
              + path
              + ", expected "
              + String.join(", ", BUILT_IN)
              + " or a file in the same format.");
    }
    return ConfigFile.read(path);
  }

  private static Node.Mapping builtIn(String name) {
    try (InputStream stream = Suite.class.getResourceAsStream(name + ".yaml")) {
      if (stream == null) {
        throw new IllegalStateException("the class path lacks the suite " + name);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return (Node.Mapping)
          YamlReader.readFile(text, "suite " + name, Path.of("").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * This suite with fewer problems.
   *
   * @param wanted names of problems; all if empty
   * @throws ConfigException if one is not in the suite
   */
  public Suite only(List<String> wanted) {
    List<String> known = problems.stream().map(Problem::name).toList();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new ConfigException(
            "--problem "
                + name
                + ": the suite '"
                + this.name
                + "' has no such problem, expected one of "
                + String.join(", ", known)
                + ".");
      }
    }
    return wanted.isEmpty()
        ? this
        : new Suite(
            name,
            title,
            models,
            others,
            problems.stream().filter(problem -> wanted.contains(problem.name())).toList());
  }
}
