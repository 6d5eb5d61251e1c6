package org.edgeflow.core.experiment;

import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Origin;

/**
 * A part that a config chose: its factory and its decoded settings.
 *
 * @param type the name in the registry
 * @param settings an instance of {@code factory.settings()}
 * @param origin where it was written, for messages
 */
public record Part<F extends Factory<?>>(String type, F factory, Record settings, Origin origin) {}
