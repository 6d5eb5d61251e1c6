package org.edgeflow.models.dl4j.compile;

/**
 * A part of a DL4J network that the exact engine has too.
 *
 * @param <T> what the engine calls it
 */
public interface ExactForm<T> {

  /** The engine's own form. */
  T exact();
}
