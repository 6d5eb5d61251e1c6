package org.edgeflow.core.plugin;

/** One part's place in the registry. */
record PartKey(Kind<?> kind, String name) {}
