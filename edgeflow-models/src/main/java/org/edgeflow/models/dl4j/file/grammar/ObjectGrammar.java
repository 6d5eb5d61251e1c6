package org.edgeflow.models.dl4j.file.grammar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.introspect.BeanPropertyDefinition;

/** Checks the objects of a configuration one by one, and gathers what there is to say of them. */
final class ObjectGrammar {
  /** What a layer that declares it cannot do without. */
  private static final Set<String> REQUIRED =
      Set.of(
          "activationFn",
          "gateActivationFn",
          "lossFn",
          "kernelSize",
          "stride",
          "padding",
          "dilation",
          "convolutionMode",
          "poolingType",
          "op");

  private static final Set<String> CLASS = Set.of("@class");
  private static final Set<String> OF_VERTICES = Set.of("@class", "layerConf", "underlying");

  private static final BigDecimal MOST_PARAMETERS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final ObjectMapper mapper = NeuralNetConfiguration.mapper();
  private final Map<Class<?>, Set<String>> declared = new HashMap<>();
  private final Set<String> refusals = new LinkedHashSet<>();
  private final Set<String> updaters = new LinkedHashSet<>();
  private final Set<String> algorithms = new LinkedHashSet<>();

  /** What no objective can honour. */
  List<String> refusals() {
    return new ArrayList<>(refusals);
  }

  /** What has no bearing here. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    boolean plain =
        updaters.size() <= 1 && updaters.stream().allMatch(one -> one.startsWith("Sgd"));
    if (!plain) {
      notes.add("its updaters (" + String.join(", ", updaters) + ")");
    }
    if (!Set.of("STOCHASTIC_GRADIENT_DESCENT").containsAll(algorithms)) {
      notes.add("its optimization algorithm (" + String.join(", ", algorithms) + ")");
    }
    return notes;
  }

  /**
   * Checks an object that must name its class.
   *
   * @param where its place in the file
   * @param label what messages call the layer that it belongs to
   */
  void typed(Map<?, ?> object, NetworkTypes types, String where, String label) {
    Object name = object.get("@class");
    if (!(name instanceof String text)) {
      throw new BadNetworkException("has at " + where + " no @class, expected a " + types.label());
    }
    Class<?> type =
        types
            .named(text)
            .orElseThrow(
                () ->
                    new BadNetworkException(
                        "names at "
                            + where
                            + " the class "
                            + Excerpts.of(text)
                            + ", which is not among the "
                            + types.label()
                            + "s that EdgeFlow takes"));
    settings(object, type, where, label, types == NetworkTypes.VERTEX ? OF_VERTICES : CLASS);
    requirePresent(object, type, where);
    if (types == NetworkTypes.UPDATER) {
      updaters.add(NetworkGrammar.kind(object) + rate(object));
    } else if (types == NetworkTypes.LAYER) {
      requireCountable(object, label);
    }
  }

  /** Checks an object's settings, but for those that the caller looks at. */
  void settings(Map<?, ?> object, Class<?> type, String where, String label, Set<String> apart) {
    Set<String> names = declared.computeIfAbsent(type, this::names);
    object.forEach(
        (key, value) -> {
          String name = (String) key;
          if (!apart.contains(name)) {
            setting(name, value, names.contains(name), where, label);
          }
        });
  }

  private void setting(String name, Object value, boolean known, String where, String label) {
    SettingRule rule = SettingRules.BY_NAME.get(name);
    boolean legacy = name.equals("pretrain") || name.equals("backprop");
    if (rule == null || !known && rule.refusal() == null) {
      if (value != null && !value.equals(false) && !isEmpty(value)) {
        refusals.add(
            label
                + " has the setting '"
                + Excerpts.of(name)
                + "', which is unknown here. Remove it");
      }
      return;
    }
    if (rule.refusal() != null) {
      if ((known || legacy) && !rule.isNeutral(name, value)) {
        refusals.add(label + " " + rule.refusal());
      }
      return;
    }
    String place = where.isEmpty() ? name : where + "." + name;
    rule.objection(value)
        .ifPresent(
            reason -> {
              throw new BadNetworkException("cannot be taken: " + place + " " + reason);
            });
    if (name.equals("optimizationAlgo") && value != null) {
      algorithms.add(Excerpts.of((String) value));
    }
    nested(rule, value, place, label);
  }

  private void nested(SettingRule rule, Object value, String place, String label) {
    if (rule.types() == null || value == null) {
      return;
    }
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        typed((Map<?, ?>) list.get(i), rule.types(), place + "[" + i + "]", label);
      }
    } else if (rule.shape() == SettingRule.Shape.OBJECT) {
      typed((Map<?, ?>) value, rule.types(), place, label);
    }
  }

  private static boolean isEmpty(Object value) {
    return value instanceof List<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private void requirePresent(Map<?, ?> object, Class<?> type, String where) {
    for (String name : declared.get(type)) {
      if (REQUIRED.contains(name) && object.get(name) == null) {
        throw new BadNetworkException("has no " + where + "." + name);
      }
    }
  }

  private static void requireCountable(Map<?, ?> layer, String label) {
    BigDecimal count = BigDecimal.ONE;
    for (String name : List.of("nin", "nout", "depthMultiplier", "nheads", "headSize")) {
      if (layer.get(name) instanceof BigDecimal factor && factor.signum() > 0) {
        count = count.multiply(factor);
      }
    }
    if (layer.get("kernelSize") instanceof List<?> kernel) {
      for (Object extent : kernel) {
        count = count.multiply((BigDecimal) extent);
      }
    }
    if (count.compareTo(MOST_PARAMETERS) > 0) {
      throw new BadNetworkException(
          "cannot be taken: "
              + label
              + " would have about "
              + count.toBigInteger()
              + " parameters, and at most "
              + MOST_PARAMETERS
              + " fit");
    }
  }

  private static String rate(Map<?, ?> updater) {
    Object rate = updater.get("learningRate");
    return updater.get("learningRateSchedule") != null
        ? " with a schedule"
        : rate == null ? "" : " " + rate;
  }

  /** The settings that DL4J itself reads into, or writes from, a class; nothing is instantiated. */
  private Set<String> names(Class<?> type) {
    JavaType java = mapper.constructType(type);
    Set<String> names = new HashSet<>();
    for (BeanPropertyDefinition property :
        mapper.getDeserializationConfig().introspect(java).findProperties()) {
      names.add(property.getName());
    }
    for (BeanPropertyDefinition property :
        mapper.getSerializationConfig().introspect(java).findProperties()) {
      names.add(property.getName());
    }
    return names;
  }
}
