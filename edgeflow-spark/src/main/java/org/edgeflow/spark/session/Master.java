package org.edgeflow.spark.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * Spark's master, looked at before Spark is started: Spark itself would try an address for minutes,
 * and end in a trace.
 *
 * @param url as {@code --master} has it
 */
public record Master(String url) {
  private static final Pattern LOCAL = Pattern.compile("local(\\[(\\*|[1-9]\\d{0,3})])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*[1-9]\\d*\\s*,\\s*[1-9]\\d*\\s*,\\s*[1-9]\\d*\\s*]");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://([^:/,]+):(\\d{1,5})(,[^:/,]+:\\d{1,5})*");
  private static final Pattern KUBERNETES = Pattern.compile("k8s://(https?://)?[^/]+");
  private static final int MILLIS = 5000;

  /**
   * Checks the form.
   *
   * @throws ConfigException if it is no master
   */
  public Master {
    if (!isLocal(url)
        && !LOCAL_CLUSTER.matcher(url).matches()
        && !STANDALONE.matcher(url).matches()
        && !KUBERNETES.matcher(url).matches()
        && !url.equals("yarn")) {
      throw new ConfigException(
          "--master "
              + Excerpt.of(url)
              + ": expected local[2] or local[*] for this machine, spark://HOST:7077,"
              + " k8s://https://HOST:6443, yarn, or local-cluster[WORKERS,CORES,MEGABYTES] to try"
              + " things out.");
    }
  }

  private static boolean isLocal(String url) {
    return LOCAL.matcher(url).matches();
  }

  /** Whether everything happens in this process. */
  public boolean local() {
    return isLocal(url);
  }

  /**
   * Makes sure that somebody listens there.
   *
   * @throws EnvironmentException if nobody does
   */
  public void reach() {
    Matcher standalone = STANDALONE.matcher(url);
    if (standalone.matches()) {
      // Of several masters one may be down.
      if (standalone.group(3) == null) {
        reach(standalone.group(1), Integer.parseInt(standalone.group(2)));
      }
    } else if (KUBERNETES.matcher(url).matches()) {
      String address = url.substring("k8s://".length());
      URI uri = URI.create(address.contains("://") ? address : "https://" + address);
      int secure = "http".equals(uri.getScheme()) ? 80 : 443;
      reach(uri.getHost(), uri.getPort() < 0 ? secure : uri.getPort());
    }
  }

  private void reach(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      throw new EnvironmentException(
          "the master "
              + url
              + " cannot be reached ("
              + e.getMessage()
              + "). Start it, or give the address that its own page shows to --master.",
          e);
    }
  }
}
