package org.edgeflow.cli.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.report.HtmlPage;
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.settings.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the growing page of a run, {@code /}, and what of it changes, {@code /update}, to browsers
 * of this machine. It listens on the loopback interface only, and answers nobody who asks for it by
 * another name than {@code localhost} or the address itself: a page of some other site, whose name
 * leads here by a trick, gets nothing. It writes nothing, and ends when it is closed.
 */
final class LivePage implements Onlooker {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final int POINTS = 2000;
  private static final long NANOS_BETWEEN_LOOKS = 1_000_000_000L;

  private final GrowingRun run;
  private final HttpServer server;
  private final ExecutorService readers;
  private final Set<String> names;
  private volatile boolean asked = true;
  private long lookedAt;

  private LivePage(GrowingRun run, HttpServer server) {
    this.run = run;
    this.server = server;
    this.readers = Executors.newSingleThreadExecutor(LivePage::daemon);
    int port = server.getAddress().getPort();
    this.names = Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
  }

  // A browser that is slow to read keeps no finished run from ending.
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "live-page");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for one that is free
   * @throws ConfigException if the port is taken
   * @throws EnvironmentException if this machine lets nobody listen there
   */
  static LivePage open(GrowingRun run, int port) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    } catch (BindException taken) {
      throw new ConfigException(
          "--live: port "
              + port
              + " cannot be listened on ("
              + taken.getMessage()
              + "); give another, or none and a free one is taken.");
    } catch (IOException e) {
      throw new EnvironmentException("--live: cannot listen on port " + port + ": " + e, e);
    }
    LivePage page = new LivePage(run, server);
    server.createContext("/", page::answer);
    server.setExecutor(page.readers);
    server.start();
    return page;
  }

  @Override
  public Recorder beside(Recorder recorder) {
    return row -> {
      recorder.row(row);
      run.recorder().row(row);
    };
  }

  @Override
  public String announcement() {
    return "live: " + address();
  }

  /** Where it is. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  // Costs nothing while nobody has asked.
  @Override
  public void afterStep() {
    long now = System.nanoTime();
    if (asked && now - lookedAt >= NANOS_BETWEEN_LOOKS) {
      asked = false;
      lookedAt = now;
      run.look();
    }
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      String path = exchange.getRequestURI().getPath();
      if (host == null || !names.contains(host)) {
        send(exchange, 403, "text/plain", "this page answers to localhost only\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "this page can be read, and nothing else\n");
      } else if ("/".equals(path)) {
        asked = true;
        send(exchange, 200, "text/html", HtmlPage.growing(run.soFar(), POINTS));
      } else if ("/update".equals(path)) {
        asked = true;
        send(exchange, 200, "application/json", HtmlPage.update(run.soFar(), POINTS));
      } else {
        send(exchange, 404, "text/plain", "there is one page here, /\n");
      }
    } catch (IOException gone) {
      LOG.debug("the browser left before its answer", gone);
    } catch (RuntimeException e) {
      LOG.warn("the live page could not be drawn: {}", e.toString());
      LOG.debug("while drawing the live page", e);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    readers.shutdownNow();
  }
}
