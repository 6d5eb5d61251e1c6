package org.edgeflow.models.dl4j.file.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class NetworkTypesTest {
  @ParameterizedTest
  @EnumSource
  void everyClassOnTheListIsThere(NetworkTypes types) {
    assertThat(types.classes()).isNotEmpty().allMatch(name -> types.named(name).isPresent());
    assertThat(types.named("java.util.Date")).isEmpty();
  }

  /** Else a setting that DL4J reads would be called unknown where it is not. */
  @ParameterizedTest
  @EnumSource(
      value = NetworkTypes.class,
      names = {"SCHEDULE", "UPDATER"},
      mode = EnumSource.Mode.EXCLUDE)
  void everySettingThatDl4jReadsIntoThemHasARule(NetworkTypes types) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    for (String name : types.classes()) {
      JavaType type = mapper.constructType(types.named(name).orElseThrow());
      assertThat(
              mapper.getDeserializationConfig().introspect(type).findProperties().stream()
                  .filter(property -> property.hasSetter() || property.hasField())
                  .map(property -> property.getName()))
          .as(name)
          .allMatch(
              setting ->
                  SettingRules.BY_NAME.containsKey(setting)
                      || Stream.of("layerConf", "pschedule", "momentumISchedule")
                          .anyMatch(setting::equals),
              "has a rule");
    }
  }

  @Test
  void aRuleThatRefusesIsNeutralForNothing() {
    SettingRules.BY_NAME.forEach(
        (name, rule) -> {
          if (rule.refusal() != null) {
            assertThat(rule.isNeutral(name, null)).as(name).isTrue();
          }
        });
  }
}
