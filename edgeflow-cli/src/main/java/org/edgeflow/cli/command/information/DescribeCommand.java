package org.edgeflow.cli.command.information;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.reference.ReferencePage;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Field;
import org.edgeflow.core.settings.Spelling;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code describe}: one part, or one of the config's own sections. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = "Describes a part and its settings; 'config' and 'record' are the config's own.")
public final class DescribeCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @ArgGroup(multiplicity = "1")
  private What what;

  private static final class What {
    @Parameters(
        paramLabel = "NAME",
        description = "A name that `list` shows, 'config' or 'record'.")
    private String name;

    @Option(names = "--all", description = "Everything, as one page of Markdown.")
    private boolean all;
  }

  public DescribeCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    if (what.all) {
      console.out().print(ReferencePage.of(registry.get()));
      return ExitCode.DONE;
    }
    describe(what.name);
    return ExitCode.DONE;
  }

  private void describe(String name) {
    boolean found = false;
    for (Kind<?> kind : Kind.all()) {
      Factory<?, ?> factory = registry.get().parts(kind).get(name);
      if (factory != null) {
        describe(name, kind, factory, found);
        found = true;
      }
    }
    if (name.equals("config")) {
      console.print("config: the top level of a config.");
      settings(ExperimentSettings.class);
    } else if (name.equals("record")) {
      console.print("record: what a run records; a section of the config.");
      settings(ExperimentSettings.Recording.class);
    } else if (name.equals("stop")) {
      console.print("stop: when a run ends before its last step; a section of the config.");
      settings(ExperimentSettings.Stop.class);
    } else if (name.equals("sampling")) {
      console.print("sampling: what the optimizer sees of the examples; a section of the config.");
      settings(ExperimentSettings.Sampling.class);
    } else if (!found) {
      throw unknown(name);
    }
  }

  private void describe(String name, Kind<?> kind, Factory<?, ?> factory, boolean another) {
    if (another) {
      console.print("");
    }
    console.print(name + " (" + kind.label() + ")");
    console.print("  " + factory.description().summary());
    if (!factory.description().source().isEmpty()) {
      console.print("  Source: " + factory.description().source());
    }
    if (factory instanceof FlowFactory<?> flow) {
      console.print(
          "  Beside its settings a model takes 'name' and 'solver' (default "
              + flow.defaultSolver()
              + (flow.defaultStepsPerIteration() == 1
                  ? ""
                  : ", " + flow.defaultStepsPerIteration() + " steps an iteration")
              + ").");
      if (!flow.refusals().isEmpty()) {
        console.print("  Refused, in one message before the first step:");
        flow.refusals().forEach(refusal -> console.print("  - " + refusal));
      }
    }
    settings(factory.settings());
  }

  private void settings(Class<? extends Record> type) {
    List<Field> fields = Field.of(type);
    if (fields.isEmpty()) {
      console.print("  It has no settings.");
      return;
    }
    TextTable table = new TextTable("key", "type", "default", "unit", "meaning");
    for (Field field : fields) {
      String byDefault = field.setting().byDefault();
      table.row(
          field.key(),
          field.typeName(),
          field.required()
              ? "(required)"
              : field.optional() && byDefault.isEmpty() ? "(none)" : byDefault,
          field.setting().unit().isEmpty() ? "-" : field.setting().unit(),
          field.setting().value());
    }
    console.print("");
    table.lines(2, console.width()).forEach(console::print);
  }

  private ConfigException unknown(String name) {
    List<String> names = new ArrayList<>(List.of("config", "record"));
    for (Kind<?> kind : Kind.all()) {
      names.addAll(registry.get().parts(kind).keySet());
    }
    return new ConfigException(
        "nothing is called '"
            + Excerpt.of(name)
            + "'."
            + Spelling.hint(name, names)
            + " What there is: "
            + console.command()
            + " list");
  }
}
