package org.edgeflow.backends.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.edgeflow.backends.cuda.device.Card;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test class, and says so, where there is no CUDA device: neither a real nor the emulated.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCard.Condition.class)
@AddLifecycleHook(NeedsCard.Condition.class)
public @interface NeedsCard {

  /** For both test engines. */
  final class Condition implements ExecutionCondition, SkipExecutionHook {

    private static Optional<String> obstacle() {
      if (EmulatedCard.isWanted()) {
        Optional<String> unbuilt = EmulatedCard.build();
        if (unbuilt.isPresent()) {
          return unbuilt.map(reason -> "skipped, " + reason);
        }
      }
      String obstacle = Card.find(0).obstacle();
      return Optional.ofNullable(obstacle).map(why -> "skipped, no CUDA device: " + why);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return obstacle()
          .map(ConditionEvaluationResult::disabled)
          .orElseGet(() -> ConditionEvaluationResult.enabled("there is a device"));
    }

    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return obstacle().map(SkipResult::skip).orElseGet(SkipResult::doNotSkip);
    }
  }
}
