package org.edgeflow.models.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgeflow.core.settings.ConfigException;

/**
 * Grey images with their classes.
 *
 * @param pixels unsigned bytes, example-major, then row-major; nobody modifies them
 * @param height rows of an image
 * @param width columns of an image
 * @param labels the class index of each image; nobody modifies them
 */
record LabelledImages(byte[] pixels, int height, int width, int[] labels) {

  /**
   * Reads a pair of IDX files.
   *
   * @throws ConfigException if one is no such file or damaged, or they do not belong together
   */
  static LabelledImages read(SourceFiles.Pair files) {
    IdxArray images = IdxArray.read(files.images(), 3, "images");
    IdxArray labels = IdxArray.read(files.labels(), 1, "labels");
    if (images.shape()[0] != labels.shape()[0]) {
      throw new ConfigException(
          files.images().place()
              + " has "
              + images.shape()[0]
              + " images, but "
              + files.labels().name()
              + " beside it has "
              + labels.shape()[0]
              + " labels; expected as many. Are both from the same collection?");
    }
    int[] classes = new int[labels.values().length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Byte.toUnsignedInt(labels.values()[i]);
    }
    return new LabelledImages(images.values(), images.shape()[1], images.shape()[2], classes);
  }

  /** The number of images. */
  int size() {
    return labels.length;
  }

  /**
   * The first images of some classes, in file order, relabelled 0, 1, … in the order of {@code
   * kept}.
   *
   * @param kept class indices, each once
   * @param count how many images; negative for all there are
   * @param where the dataset and split, for messages
   * @param names the names of all classes
   * @throws ConfigException if there are fewer than {@code count}, or none of a class
   */
  LabelledImages select(List<Integer> kept, int count, String where, List<String> names) {
    int[] all = IntStream.range(0, size()).filter(i -> kept.contains(labels[i])).toArray();
    if (count > all.length) {
      throw new ConfigException(
          where
              + " has "
              + all.length
              + " examples"
              + (kept.size() < names.size() ? " of the classes " + text(kept) : "")
              + ", but the config asks for "
              + count
              + ". Ask for at most "
              + all.length
              + ".");
    }
    int[] chosen = count < 0 ? all : Arrays.copyOf(all, count);
    requireEveryClass(kept, chosen, all.length, where, names);
    int area = height * width;
    byte[] chosenPixels = new byte[chosen.length * area];
    int[] chosenLabels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(pixels, chosen[i] * area, chosenPixels, i * area, area);
      chosenLabels[i] = kept.indexOf(labels[chosen[i]]);
    }
    return new LabelledImages(chosenPixels, height, width, chosenLabels);
  }

  private void requireEveryClass(
      List<Integer> kept, int[] chosen, int available, String where, List<String> names) {
    boolean[] present = new boolean[names.size()];
    for (int index : chosen) {
      present[labels[index]] = true;
    }
    List<Integer> absent = kept.stream().filter(c -> !present[c]).toList();
    if (absent.isEmpty()) {
      return;
    }
    boolean shortened = chosen.length < available;
    List<Integer> found = kept.stream().filter(c -> present[c]).toList();
    throw new ConfigException(
        where
            + " has no example of "
            + absent.stream().map(c -> named(c, names)).collect(Collectors.joining(", "))
            + (shortened ? " among the first " + chosen.length : "")
            + ". "
            + (shortened ? "Ask for more examples, or keep" : "Keep")
            + " only classes that it has"
            + (found.isEmpty() ? "." : ", with 'classes: [" + text(found) + "]'."));
  }

  private static String named(int index, List<String> names) {
    String number = Integer.toString(index);
    return "class "
        + number
        + (names.get(index).equals(number) ? "" : " (" + names.get(index) + ")");
  }

  private static String text(List<Integer> classes) {
    return classes.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
