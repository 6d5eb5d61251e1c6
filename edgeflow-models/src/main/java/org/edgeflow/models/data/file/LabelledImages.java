package org.edgeflow.models.data.file;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgeflow.core.settings.ConfigException;

/**
 * Images with their classes.
 *
 * @param pixels unsigned bytes, example-major, then channel-major, then row-major; nobody modifies
 *     them
 * @param channels 1 for grey images, 3 for red, green and blue
 * @param height rows of an image
 * @param width columns of an image
 * @param labels the class index of each image; nobody modifies them
 */
public record LabelledImages(byte[] pixels, int channels, int height, int width, int[] labels) {

  /** Grey images. */
  public LabelledImages(byte[] pixels, int height, int width, int[] labels) {
    this(pixels, 1, height, width, labels);
  }

  /**
   * Reads a pair of IDX files.
   *
   * @throws ConfigException if one is no such file or damaged, or they do not belong together
   */
  public static LabelledImages read(SourceFile imageFile, SourceFile labelFile) {
    IdxArray images = IdxArray.read(imageFile, 3, "images");
    IdxArray labels = IdxArray.read(labelFile, 1, "labels");
    if (images.shape()[0] != labels.shape()[0]) {
      throw new ConfigException(
          imageFile.place()
              + " has "
              + images.shape()[0]
              + " images, but "
              + labelFile.name()
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

  /**
   * The images of several files, one after another.
   *
   * @param parts at least one, all of the same channels, height and width
   * @param where the dataset and split, for messages
   * @throws ConfigException if they are too many for one array
   */
  public static LabelledImages join(List<LabelledImages> parts, String where) {
    long bytes = parts.stream().mapToLong(part -> part.pixels.length).sum();
    if (bytes > Integer.MAX_VALUE - 64L) {
      throw new ConfigException(
          where
              + " has "
              + bytes
              + " pixel bytes in all its files, expected fewer than 2^31. Is it the right directory?");
    }
    byte[] pixels = new byte[(int) bytes];
    int[] labels = parts.stream().flatMapToInt(part -> Arrays.stream(part.labels)).toArray();
    int position = 0;
    for (LabelledImages part : parts) {
      System.arraycopy(part.pixels, 0, pixels, position, part.pixels.length);
      position += part.pixels.length;
    }
    LabelledImages first = parts.get(0);
    return new LabelledImages(pixels, first.channels, first.height, first.width, labels);
  }

  /** The number of images. */
  public int size() {
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
  public LabelledImages select(List<Integer> kept, int count, String where, List<String> names) {
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
    int volume = channels * height * width;
    byte[] chosenPixels = new byte[chosen.length * volume];
    int[] chosenLabels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(pixels, chosen[i] * volume, chosenPixels, i * volume, volume);
      chosenLabels[i] = kept.indexOf(labels[chosen[i]]);
    }
    return new LabelledImages(chosenPixels, channels, height, width, chosenLabels);
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
