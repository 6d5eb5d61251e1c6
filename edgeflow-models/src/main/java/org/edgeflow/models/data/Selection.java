package org.edgeflow.models.data;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.data.file.Split;

/**
 * Which examples of an image collection a config wants.
 *
 * @param split training or test images
 * @param examples how many, the first ones; all if empty
 * @param classes the class indices to keep, relabelled 0, 1, … in this order; all if empty
 * @param trainingExamples for a test split: how many training examples, the first ones, give the
 *     mean and the deviation that standardize it; all if empty
 */
public record Selection(
    @Setting(value = "The training or the test images.", byDefault = "train") Split split,
    @Setting(value = "Take only this many, the first ones; all if left out.", atLeast = 1)
        Optional<Integer> examples,
    @Setting(
            value = "Class indices to keep, relabelled 0, 1, … in this order; all if left out.",
            atLeast = 0)
        Optional<List<Integer>> classes,
    @Setting(
            value =
                "With 'split: test': how many training examples give mean and deviation; all if left"
                    + " out.",
            atLeast = 1)
        Optional<Integer> trainingExamples) {

  /** The training examples that standardize what is selected. */
  Selection training() {
    return split == Split.TRAIN
        ? this
        : new Selection(Split.TRAIN, trainingExamples, classes, Optional.empty());
  }

  /**
   * Checks what no file is needed for.
   *
   * @param dataset the dataset's name, for messages
   */
  void check(String dataset) {
    if (split == Split.TRAIN && trainingExamples.isPresent()) {
      throw new ConfigException(
          "dataset '"
              + dataset
              + "': 'training-examples' is for 'split: test'; the training split is standardized with"
              + " the examples it has. Use 'examples' instead.");
    }
    for (Optional<Integer> count : List.of(examples, trainingExamples)) {
      if (count.isPresent() && count.get() < 1) {
        throw new ConfigException(
            "dataset '"
                + dataset
                + "': asks for "
                + count.get()
                + " examples, expected at least 1.");
      }
    }
    classes.ifPresent(kept -> checkClasses(dataset, kept));
  }

  private static void checkClasses(String dataset, List<Integer> kept) {
    if (kept.isEmpty()) {
      throw new ConfigException(
          "dataset '"
              + dataset
              + "': 'classes' is empty, expected at least one class index. Leave it out to keep all.");
    }
    for (int i = 0; i < kept.size(); i++) {
      if (kept.indexOf(kept.get(i)) < i) {
        throw new ConfigException(
            "dataset '"
                + dataset
                + "': 'classes' names class "
                + kept.get(i)
                + " twice, expected each class once.");
      }
    }
  }
}
