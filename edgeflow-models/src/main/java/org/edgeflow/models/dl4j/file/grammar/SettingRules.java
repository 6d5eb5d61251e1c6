package org.edgeflow.models.dl4j.file.grammar;

import java.util.HashMap;
import java.util.Map;
import org.edgeflow.models.dl4j.file.grammar.SettingRule.Shape;

/**
 * Every setting of a DL4J configuration that EdgeFlow knows, in one list: what it may look like,
 * and whether it is honoured. What is not on it is refused by name.
 */
public final class SettingRules {
  /** The rules, by name: DL4J's names mean the same wherever they stand. */
  static final Map<String, SettingRule> BY_NAME = rules();

  private SettingRules() {}

  private static Map<String, SettingRule> rules() {
    Map<String, SettingRule> rules = new HashMap<>();
    refused(rules);
    withoutBearing(rules);
    honoured(rules);
    types(rules);
    return Map.copyOf(rules);
  }

  /** What would make training follow another function than the loss, unless it is neutral. */
  private static void refused(Map<String, SettingRule> rules) {
    rules.put(
        "gradientNormalization",
        SettingRule.refusing(
            "has gradient normalization or clipping, with which DL4J's steps do not follow the"
                + " loss's gradient. Set it to None"));
    rules.put(
        "idropout",
        SettingRule.refusing(
            "has dropout or noise on its input, which makes the loss random. Remove it"));
    rules.put(
        "weightNoise",
        SettingRule.refusing("has weight noise, which makes the loss random. Remove it"));
    rules.put(
        "constraints",
        SettingRule.refusing("has constraints, which no gradient knows of. Remove them"));
    String penalty =
        "has l1, l2 or weight-decay regularization, which DL4J adds to the score or the update but"
            + " not to the gradient. Remove it";
    rules.put("regularization", SettingRule.refusing(penalty));
    rules.put("regularizationBias", SettingRule.refusing(penalty));
    rules.put(
        "backpropType",
        SettingRule.refusing(
            "has truncated backpropagation through time, whose gradient is not the loss's. Set"
                + " backpropType to Standard"));
    rules.put(
        "minimize",
        SettingRule.refusing(
            "maximizes its score, and an objective is minimized. Set minimize to true"));
    rules.put(
        "pretrain",
        SettingRule.refusing(
            "is pretrained layer by layer, which is not done here. Set it to false"));
    rules.put(
        "backprop",
        SettingRule.refusing("is trained without backpropagation. Set backprop to true"));
    rules.put(
        "stepFunction",
        SettingRule.refusing(
            "has a step function of DL4J's solvers, which are not used. Remove it"));
    rules.put("mask", SettingRule.refusing("has a mask, and examples here have none. Remove it"));
  }

  /** What says how DL4J would compute or train, and not what the loss is. */
  private static void withoutBearing(Map<String, SettingRule> rules) {
    all(
        rules,
        SettingRule.of(Shape.TEXT),
        "cacheMode dataType inferenceWorkspaceMode trainingWorkspaceMode optimizationAlgo"
            + " cudnnAlgoMode cudnnBwdDataAlgo cudnnBwdFilterAlgo cudnnFwdAlgo layerName"
            + " timeDistributedFormat scheduleType");
    all(
        rules,
        SettingRule.of(Shape.WHOLE),
        "epochCount iterationCount maxNumLineSearchIterations seed tbpttBackLength tbpttFwdLength");
    all(
        rules,
        SettingRule.of(Shape.NUMBER),
        "gradientNormalizationThreshold learningRate momentum beta1 beta2 epsilon rho rmsDecay"
            + " decayRate gamma power stepSize maxIter initialLearningRate maxLearningRate"
            + " cycleLength annealingLength annealingDecay initialValue");
    all(
        rules,
        SettingRule.of(Shape.FLAG),
        "cudnnAllowFallback helperAllowFallback validateOutputLayerConfig outputVertex");
    rules.put("variables", SettingRule.of(Shape.TEXTS));
    rules.put("values", SettingRule.of(Shape.ANYTHING));
  }

  /** What the loss is made of. */
  private static void honoured(Map<String, SettingRule> rules) {
    all(
        rules,
        SettingRule.of(Shape.FLAG),
        "miniBatch minibatch hasBias hasLayerNorm avgPoolIncludePadInDivisor collapseDimensions"
            + " projectInput precise modified lockGammaBeta useLogStd gradientCheck");
    all(
        rules,
        SettingRule.of(Shape.COUNT),
        "nin nout nheads headSize depthMultiplier inputHeight inputWidth numChannels pnorm from to stackSize"
            + " numberOfTrials");
    rules.put("blockSize", SettingRule.of(Shape.SIZE));
    all(
        rules,
        SettingRule.of(Shape.NUMBER),
        "biasInit forgetGateBiasInit gainInit eps alpha beta k n lambda decay softmaxClipEps clipEps max negativeSlope"
            + " threshold theta l u value scale mean std gain lower upper probabilityOfSuccess"
            + " scaleFactor shiftFactor");
    all(rules, SettingRule.of(Shape.POSITIVE_PAIR), "kernelSize stride dilation size blocks");
    all(rules, SettingRule.of(Shape.MARGINS), "cropping padding");
    all(
        rules,
        SettingRule.of(Shape.WHOLES),
        "poolingDimensions inputShape sharedAxes newShape maskShape dimension topologicalOrder");
    rules.put("mergeAxis", SettingRule.of(Shape.WHOLE));
    all(
        rules,
        SettingRule.of(Shape.TEXT),
        "convolutionMode cnn2dDataFormat cnn2DFormat dataFormat format poolingType op reshapeOrder"
            + " rnnDataFormat weightInit");
    rules.put("paramWeightInit", SettingRule.of(Shape.NOTHING));
    rules.put("layerParams", SettingRule.of(Shape.EXTENTS));
    rules.put("weights", SettingRule.of(Shape.ARRAY));
    all(rules, SettingRule.of(Shape.TEXTS), "networkInputs networkOutputs topologicalOrderStr");
  }

  private static void types(Map<String, SettingRule> rules) {
    all(rules, SettingRule.of(NetworkTypes.LAYER), "layer underlying");
    all(rules, SettingRule.of(NetworkTypes.ACTIVATION), "activationFn gateActivationFn");
    all(rules, SettingRule.of(NetworkTypes.LOSS), "lossFn");
    all(rules, SettingRule.of(NetworkTypes.UPDATER), "iupdater updater biasUpdater");
    all(
        rules,
        SettingRule.of(NetworkTypes.SCHEDULE),
        "learningRateSchedule momentumSchedule momentumISchedule");
    all(rules, SettingRule.of(NetworkTypes.WEIGHT_INIT), "weightInitFn weightInitFnRecurrent");
    all(rules, SettingRule.of(NetworkTypes.DISTRIBUTION), "distribution");
    all(rules, SettingRule.of(NetworkTypes.PREPROCESSOR), "preProcessor");
    rules.put(
        "inputPreProcessors", new SettingRule(Shape.OBJECTS, NetworkTypes.PREPROCESSOR, null));
  }

  private static void all(Map<String, SettingRule> rules, SettingRule rule, String names) {
    for (String name : names.split(" ")) {
      rules.put(name, rule);
    }
  }
}
