package org.edgeflow.cli.result;

import static org.edgeflow.cli.result.RunSummary.GRADIENT_DESCENT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * Reads {@code summary.json}; no other class does.
 *
 * @param remedy a sentence that ends its messages: what to do about a damaged file
 */
public record SummaryReader(String remedy) {
  /** Whatever a file may be called; nothing that leads to another folder. */
  private static final Pattern NAME =
      Pattern.compile("[^/\\\\\\p{Cntrl}.][^/\\\\\\p{Cntrl}]{0,199}");

  /**
   * Reads a file.
   *
   * @throws ConfigException if it is damaged
   * @throws IOException if it is missing or cannot be read
   */
  public RunSummary read(Path file) throws IOException {
    JsonObject summary = JsonObject.read(file, remedy);
    String optimizer = summary.textOrNone("optimizer").orElse(GRADIENT_DESCENT);
    List<ModelResult> models = new ArrayList<>();
    for (JsonObject entry : summary.objects("models")) {
      models.add(result(entry));
    }
    ModelResult reference =
        models.stream()
            .filter(model -> model.name().equals(optimizer))
            .findFirst()
            .orElseThrow(
                () ->
                    summary.damaged(
                        "'models' does not list '"
                            + Excerpt.of(optimizer)
                            + "', the reference with which every other is compared"));
    models.remove(reference);
    return new RunSummary(
        summary.text("experiment"),
        summary.number("steps"),
        summary.integerOrNone("start_after").orElse(0),
        summary.number("run_seconds"),
        summary.number("learning_rate"),
        summary.number("threshold"),
        summary.integerOrNone("seed"),
        summary.textOrNone("dtype"),
        summary.textOrNone("backend"),
        summary.textOrNone("objective"),
        summary.textOrNone("dataset"),
        reference,
        models);
  }

  private static ModelResult result(JsonObject entry) {
    String name = entry.text("name");
    if (!NAME.matcher(name).matches()) {
      throw entry.damaged(
          "'"
              + Excerpt.of(name)
              + "' cannot be a model's name, which is also the name of its file");
    }
    return new ModelResult(
        name,
        entry.text("type"),
        entry.text("outcome"),
        Figures.of(figure -> entry.number(figure.key())),
        entry.textOrNone("advice"),
        entry.textOrNone("remark"));
  }
}
