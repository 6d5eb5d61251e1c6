package org.edgeflow.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.data.file.LabelledImages;
import org.edgeflow.models.data.file.SourceFiles;
import org.edgeflow.models.data.file.Split;

/**
 * Images of one kind in two splits, and how a {@link Dataset} is made of a selection of them.
 *
 * @param name the dataset's name in configs
 * @param classes the class names; empty where the collection may have any, which are then named by
 *     their indices
 * @param side the height and width of every image in pixels; empty where any will do
 */
record ImageCollection(String name, List<String> classes, Optional<Integer> side) {
  private static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /** Fashion-MNIST (Zalando SE, arXiv 1708.07747), or a part of it. */
  static ImageCollection fashion(String name) {
    return new ImageCollection(name, FASHION, Optional.of(28));
  }

  /** Handwritten digits of so many pixels a side. */
  static ImageCollection digits(String name, int side) {
    return new ImageCollection(name, numbered(10), Optional.of(side));
  }

  /** Images of any size in the classes given. */
  static ImageCollection of(String name, List<String> classes) {
    return new ImageCollection(name, classes, Optional.empty());
  }

  /** Any images. */
  static ImageCollection any(String name) {
    return new ImageCollection(name, List.of(), Optional.empty());
  }

  /**
   * Reads, selects and standardizes.
   *
   * @throws ConfigException if the files are missing or damaged, or lack what is selected
   */
  Dataset load(SourceFiles files, Selection selection) {
    selection.check(name);
    Map<String, String> provenance = new LinkedHashMap<>();
    LabelledImages training = read(files, Split.TRAIN, provenance);
    List<String> names = classes.isEmpty() ? numbered(1 + highest(training)) : classes;
    requireKnown(training, Split.TRAIN, names);
    List<Integer> kept = kept(selection, names);
    LabelledImages reference = select(training, selection.training(), kept, names);
    LabelledImages chosen = reference;
    if (selection.split() == Split.TEST) {
      LabelledImages test = read(files, Split.TEST, provenance);
      requireKnown(test, Split.TEST, names);
      requireSameSize(training, test);
      chosen = select(test, selection, kept, names);
    }
    Standardization standardization = Standardization.of(reference, where(Split.TRAIN));
    describe(provenance, selection, chosen, reference, standardization, kept);
    return new Dataset(
        name,
        standardization.apply(chosen),
        new int[] {chosen.channels(), chosen.height(), chosen.width()},
        chosen.labels(),
        kept.stream().map(names::get).toList(),
        provenance);
  }

  private LabelledImages read(SourceFiles files, Split split, Map<String, String> provenance) {
    SourceFiles.Part part = files.read(split);
    part.digests().forEach((file, digest) -> provenance.put("sha256 of " + file, digest));
    LabelledImages images = part.images();
    if (side.isPresent() && (images.height() != side.get() || images.width() != side.get())) {
      throw new ConfigException(
          part.place()
              + " has images of "
              + images.height()
              + "x"
              + images.width()
              + " pixels, expected "
              + side.get()
              + "x"
              + side.get()
              + " for dataset '"
              + name
              + "'. For other images use the dataset 'idx'.");
    }
    return images;
  }

  private void requireKnown(LabelledImages images, Split split, List<String> names) {
    for (int i = 0; i < images.size(); i++) {
      if (images.labels()[i] >= names.size()) {
        throw new ConfigException(
            where(split)
                + " labels example "
                + i
                + " with class "
                + images.labels()[i]
                + ", expected 0 to "
                + (names.size() - 1)
                + (classes.isEmpty()
                    ? ", the classes of the training split."
                    : ". For other classes use the dataset 'idx'."));
      }
    }
  }

  private void requireSameSize(LabelledImages training, LabelledImages test) {
    if (training.height() != test.height() || training.width() != test.width()) {
      throw new ConfigException(
          where(Split.TEST)
              + " has images of "
              + test.height()
              + "x"
              + test.width()
              + " pixels, expected "
              + training.height()
              + "x"
              + training.width()
              + " as in the training split. Are both from the same collection?");
    }
  }

  private List<Integer> kept(Selection selection, List<String> names) {
    List<Integer> kept =
        selection.classes().orElseGet(() -> IntStream.range(0, names.size()).boxed().toList());
    for (int index : kept) {
      if (index < 0 || index >= names.size()) {
        throw new ConfigException(
            "dataset '"
                + name
                + "': 'classes' names class "
                + index
                + ", expected 0 to "
                + (names.size() - 1)
                + (classes.isEmpty() ? "" : ": " + listed(names))
                + ".");
      }
    }
    return kept;
  }

  private LabelledImages select(
      LabelledImages images, Selection selection, List<Integer> kept, List<String> names) {
    return images.select(kept, selection.examples().orElse(-1), where(selection.split()), names);
  }

  private void describe(
      Map<String, String> provenance,
      Selection selection,
      LabelledImages chosen,
      LabelledImages reference,
      Standardization standardization,
      List<Integer> kept) {
    provenance.put("split", selection.split() == Split.TRAIN ? "train" : "test");
    provenance.put("examples", Integer.toString(chosen.size()));
    provenance.put("examples by class", Arrays.toString(counts(chosen, kept.size())));
    provenance.put("class indices", kept.toString());
    provenance.put("mean", figures(standardization, Standardization.Channel::mean));
    provenance.put("deviation", figures(standardization, Standardization.Channel::deviation));
    provenance.put(
        "standardization",
        "(pixel/255 - mean) / deviation"
            + (reference.channels() == 1 ? "" : " of each channel")
            + ", over "
            + reference.size()
            + " training examples");
  }

  /** One channel's figure as a number, several channels' as a list. */
  private static String figures(
      Standardization standardization, ToDoubleFunction<Standardization.Channel> figure) {
    double[] values = standardization.channels().stream().mapToDouble(figure).toArray();
    return values.length == 1 ? Double.toString(values[0]) : Arrays.toString(values);
  }

  private static int[] counts(LabelledImages images, int classes) {
    int[] counts = new int[classes];
    for (int label : images.labels()) {
      counts[label]++;
    }
    return counts;
  }

  private String where(Split split) {
    return "dataset '" + name + "': the " + split.label();
  }

  private static int highest(LabelledImages images) {
    return Arrays.stream(images.labels()).max().orElseThrow();
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static String listed(List<String> names) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      entries.add(names.get(i).equals(Integer.toString(i)) ? names.get(i) : i + " " + names.get(i));
    }
    return String.join(", ", entries);
  }
}
