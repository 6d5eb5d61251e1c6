package org.edgeflow.cli.reference;

import java.util.List;
import java.util.Map;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Field;

/** Every part with its settings, every column and every figure, as one page of Markdown. */
public final class ReferencePage {
  private final StringBuilder page = new StringBuilder();

  private ReferencePage() {}

  /** The page of what is plugged in; it ends with a line feed. */
  public static String of(Registry registry) {
    ReferencePage reference = new ReferencePage();
    reference.line("# Reference");
    reference.line("");
    reference.line(
        "Written by `./edgeflow describe --all > docs/reference.md` from what is plugged in.");
    reference.configs();
    for (Kind<?> kind : Kind.all()) {
      reference.parts(kind, registry.parts(kind));
    }
    reference.columns();
    reference.figures();
    return reference.page.toString();
  }

  private void configs() {
    heading("The config");
    settings(ExperimentSettings.class);
    heading("`sampling`");
    settings(ExperimentSettings.Sampling.class);
    heading("`stop`");
    settings(ExperimentSettings.Stop.class);
    heading("`record`");
    settings(ExperimentSettings.Recording.class);
  }

  private void parts(Kind<?> kind, Map<String, ? extends Factory<?, ?>> parts) {
    heading("Every " + kind.label());
    parts.forEach(this::part);
  }

  private void part(String name, Factory<?, ?> factory) {
    line("");
    line("### `" + name + "`");
    line("");
    line(cell(factory.description().summary()));
    if (!factory.description().source().isEmpty()) {
      line("Source: " + cell(factory.description().source()) + ".");
    }
    if (factory instanceof FlowFactory<?> flow) {
      int steps = flow.defaultStepsPerIteration();
      line(
          "Default solver: `"
              + flow.defaultSolver()
              + "`"
              + (steps == 1 ? "" : ", " + steps + " steps an iteration")
              + ".");
      if (!flow.refusals().isEmpty()) {
        line("");
        line("Refused:");
        flow.refusals().forEach(refusal -> line("- " + cell(refusal)));
      }
    }
    settings(factory.settings());
  }

  private void settings(Class<? extends Record> type) {
    List<Field> fields = Field.of(type);
    if (fields.isEmpty()) {
      return;
    }
    table("key", "type", "default", "unit", "meaning");
    for (Field field : fields) {
      row(
          "`" + field.key() + "`",
          field.typeName(),
          byDefault(field),
          field.setting().unit(),
          field.setting().value());
    }
  }

  private static String byDefault(Field field) {
    if (field.required()) {
      return "(required)";
    }
    return field.setting().byDefault().isEmpty() ? "" : "`" + field.setting().byDefault() + "`";
  }

  private void columns() {
    heading("Columns of a trajectory");
    table("column", "what", "symbol", "unit");
    for (Column column : Column.values()) {
      row("`" + column.key() + "`", column.label(), column.symbol(), column.unit());
    }
  }

  private void figures() {
    heading("Figures of `summary.json`");
    table("figure", "what", "unit");
    for (Figure figure : Figure.values()) {
      row("`" + figure.key() + "`", figure.title().replace('\n', ' '), figure.unit());
    }
  }

  private void heading(String text) {
    line("");
    line("## " + text);
  }

  private void table(String... columns) {
    line("");
    row(columns);
    line("|" + "---|".repeat(columns.length));
  }

  private void row(String... cells) {
    StringBuilder row = new StringBuilder("|");
    for (String cell : cells) {
      row.append(' ').append(cell(cell)).append(" |");
    }
    line(row.toString());
  }

  // Markdown takes a bar for the next cell, and an angle bracket for HTML.
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
