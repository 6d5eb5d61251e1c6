package org.edgeflow.core.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents and limits one component of a settings record. The component {@code sharpnessEvery} is
 * the key {@code sharpness-every}.
 *
 * <p>Component types: {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * {@code Path}, enums (in kebab case), {@code List} of these, {@code Optional} of these, and {@link
 * Node} for a section that somebody else decodes.
 *
 * <p>A component that is itself a record of settings has no annotation: its keys stand among those
 * of the record that holds it, so that settings which several parts share are written once.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** What it means, in one sentence. */
  String value();

  /** The default in YAML; empty: the key must be given (an {@code Optional} may be left out). */
  String byDefault() default "";

  /** The unit, or empty for a pure number. */
  String unit() default "";

  /** The smallest value allowed. */
  double atLeast() default Double.NEGATIVE_INFINITY;

  /** Values must be larger than this. */
  double above() default Double.NEGATIVE_INFINITY;

  /** The largest value allowed. */
  double atMost() default Double.POSITIVE_INFINITY;
}
