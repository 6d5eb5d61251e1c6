package org.edgeflow.cli.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.edgeflow.core.settings.Node;

/** Everything that differs from a config in one place and cannot be meant. */
final class Breakages {
  private final List<Node.Mapping> broken = new ArrayList<>();

  private Breakages() {}

  static List<Node.Mapping> of(Node.Mapping config) {
    Breakages breakages = new Breakages();
    breakages.inside(config, node -> breakages.broken.add((Node.Mapping) node));
    return breakages.broken;
  }

  private void inside(Node node, Consumer<Node> whole) {
    if (node instanceof Node.Mapping mapping) {
      whole.accept(mapping.with("surprise", scalar("1", mapping)));
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                whole.accept(renamed(mapping, key));
                inside(value, inner -> whole.accept(mapping.with(key, inner)));
              });
    } else if (node instanceof Node.Sequence sequence) {
      whole.accept(scalar("none", sequence));
      for (int i = 0; i < sequence.items().size(); i++) {
        int at = i;
        inside(
            sequence.items().get(i),
            inner -> whole.accept(replaced(sequence, items -> items.set(at, inner))));
      }
    } else if (node instanceof Node.Scalar) {
      whole.accept(new Node.Sequence(List.of(node, node), node.origin()));
      whole.accept(scalar("", node));
    }
  }

  private static Node replaced(Node.Sequence sequence, Consumer<List<Node>> change) {
    List<Node> items = new ArrayList<>(sequence.items());
    change.accept(items);
    return new Node.Sequence(items, sequence.origin());
  }

  private static Node renamed(Node.Mapping mapping, String key) {
    UnaryOperator<String> misspelt = word -> word + word.charAt(word.length() - 1);
    Map<String, Node> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (each, value) -> entries.put(each.equals(key) ? misspelt.apply(each) : each, value));
    return new Node.Mapping(entries, mapping.origin());
  }

  private static Node scalar(String text, Node at) {
    return new Node.Scalar(text, false, at.origin());
  }
}
