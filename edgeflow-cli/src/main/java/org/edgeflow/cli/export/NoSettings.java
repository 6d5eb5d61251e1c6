package org.edgeflow.cli.export;

/** The settings of a format that has none. */
public record NoSettings() {}
