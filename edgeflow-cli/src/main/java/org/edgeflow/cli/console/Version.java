package org.edgeflow.cli.console;

import picocli.CommandLine;

/** The version of the jar. */
public final class Version implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"EdgeFlow " + (version == null ? "development build" : version)};
  }
}
