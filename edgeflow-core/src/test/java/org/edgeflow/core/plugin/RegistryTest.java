package org.edgeflow.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Field;
import org.edgeflow.core.settings.Origin;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Origin PLACE = new Origin("run.yaml", 4, Path.of("."));

  static final class FirstPlugin extends EdgeFlowPlugin {
    @Override
    protected void configure() {
      objective("well", new Quartic.Factory());
      objective("valley", new SharpValley.Factory());
    }
  }

  static final class RivalPlugin extends EdgeFlowPlugin {
    @Override
    protected void configure() {
      objective("well", new SharpValley.Factory());
    }
  }

  @Test
  void aPartIsFoundByKindAndName() {
    Registry registry = Registry.of(List.of(new FirstPlugin()));
    ObjectiveFactory<?> factory = registry.find(Kind.OBJECTIVE, "well", PLACE);
    assertThat(factory).isInstanceOf(Quartic.Factory.class);
    assertThat(registry.parts(Kind.OBJECTIVE).keySet()).containsExactly("valley", "well");
    assertThat(registry.parts(Kind.FLOW)).isEmpty();
  }

  @Test
  void anUnknownNameListsWhatExistsAndTheNearest() {
    Registry registry = Registry.of(List.of(new FirstPlugin()));
    assertThatThrownBy(() -> registry.find(Kind.OBJECTIVE, "vally", PLACE))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "run.yaml:4: unknown objective 'vally'. Did you mean 'valley'? Plugged in: valley,"
                + " well.");
  }

  @Test
  void anUnknownNameOfAnEmptyKindSaysThatNothingIsPluggedIn() {
    Registry registry = Registry.of(List.of(new FirstPlugin()));
    assertThatThrownBy(() -> registry.find(Kind.FLOW, "edge-flow", PLACE))
        .isInstanceOf(ConfigException.class)
        .hasMessage("run.yaml:4: unknown flow 'edge-flow'. No flow is plugged in.");
  }

  @Test
  void twoPartsOfOneNameAreRefusedWithBothNamed() {
    assertThatThrownBy(() -> Registry.of(List.of(new FirstPlugin(), new RivalPlugin())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two plugins bring an objective called 'well'")
        .hasMessageContaining(Quartic.Factory.class.getName())
        .hasMessageContaining(SharpValley.Factory.class.getName())
        .hasMessageContaining("rename one");
  }

  @Test
  void everyPartOfTheCoreDescribesItselfAndItsSettings() {
    Registry registry = Registry.load();
    for (Kind<?> kind : Kind.all()) {
      registry
          .parts(kind)
          .forEach(
              (name, factory) -> {
                assertThat(factory.description().summary()).as(name).isNotBlank();
                assertThat(name).matches("[a-z0-9]+(-[a-z0-9]+)*");
                for (Field field : Field.of(factory.settings())) {
                  assertThat(field.typeName()).as(name).isNotBlank();
                  assertThat(field.setting().value()).as("%s: %s", name, field.key()).endsWith(".");
                }
              });
    }
    assertThat(registry.parts(Kind.FLOW)).containsKey("edge-flow");
  }
}
