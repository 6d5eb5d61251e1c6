package org.edgeflow.core.settings;

/** The settings of a part that has none. */
public record NoSettings() {}
