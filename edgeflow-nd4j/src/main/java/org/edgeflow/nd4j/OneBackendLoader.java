package org.edgeflow.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Shows ND4J the classes and resources of its parent, but only one ND4J backend: with both
 * backends' artifacts on the class path ND4J would take the one of higher priority, whatever the
 * config says.
 */
final class OneBackendLoader extends ClassLoader {
  private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
  private final Device device;

  OneBackendLoader(ClassLoader parent, Device device) {
    super(parent);
    this.device = device;
  }

  /** The only device that ND4J can find through this loader. */
  Device device() {
    return device;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    return name.equals(SERVICE)
        ? Collections.enumeration(
            Collections.list(all).stream().filter(this::namesTheProvider).toList())
        : all;
  }

  private boolean namesTheProvider(URL services) {
    try (InputStream stream = services.openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).contains(device.provider());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
