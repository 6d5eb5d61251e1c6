package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {
  private static final Pattern ADDRESS = Pattern.compile("live: http://127\\.0\\.0\\.1:(\\d+)/");
  private static final int LOOK_AT = 40;

  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();
  private int steps;
  private int port;
  private List<String> answers = List.of();

  /** Runs, and asks for these things at step 40, on the run's own thread. */
  private int run(String... requests) throws IOException {
    StopRequest look =
        () -> {
          if (++steps == LOOK_AT) {
            Matcher address = ADDRESS.matcher(terminal.err());
            assertThat(address.find()).isTrue();
            port = Integer.parseInt(address.group(1));
            answers = Stream.of(requests).map(this::ask).toList();
          }
          return false;
        };
    return terminal.runUntil(
        look,
        "run",
        "--live",
        Configs.in(temporary, Configs.VALLEY),
        "--out",
        temporary.resolve("out").toString(),
        "--quiet");
  }

  private String ask(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String text = request.replace("PORT", Integer.toString(port)) + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String get(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n";
  }

  @Test
  void thePageOfARunIsThereWhileItRunsAndGoneAfterwards() throws IOException {
    assertThat(run(get("/", "127.0.0.1:PORT"), get("/update", "localhost:PORT")))
        .isEqualTo(ExitCode.DONE);

    assertThat(answers.get(0))
        .startsWith("HTTP/1.1 200")
        .contains("connect-src 'self'", "gradient-flow", "id=\"panels\"");
    JsonNode update =
        new ObjectMapper().readTree(answers.get(1).substring(answers.get(1).indexOf('{')));
    assertThat(update.get("steps").asInt()).isEqualTo(LOOK_AT);
    JsonNode curve =
        new ObjectMapper().readTree(update.get("panels").asText()).get(0).get("curves");
    assertThat(curve.get(0).get("x")).hasSize(LOOK_AT);
    assertThat(update.get("texts").get("results").asText()).contains("running");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> new Socket(InetAddress.getLoopbackAddress(), port).close()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void lookingOnChangesNoByteOfTheRun() throws IOException {
    run(get("/", "127.0.0.1:PORT"));
    Path quiet = temporary.resolve("quiet");
    terminal.run(
        "run", Configs.in(temporary, Configs.VALLEY), "--out", quiet.toString(), "--quiet");
    try (Stream<Path> files = Files.list(quiet.resolve("trajectories"))) {
      for (Path file : files.toList()) {
        assertThat(temporary.resolve("out/trajectories").resolve(file.getFileName()))
            .hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void anotherHostsNameAnotherMethodAndAnotherPathGetNothing() throws IOException {
    run(
        get("/", "evil.example:PORT"),
        get("/update", "evil.example"),
        "GET / HTTP/1.0\r\n",
        "POST / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 0\r\n",
        get("/../etc/passwd", "localhost:PORT"));

    assertThat(answers.subList(0, 3))
        .allSatisfy(
            answer -> assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("valley"));
    assertThat(answers.get(3)).startsWith("HTTP/1.1 405");
    assertThat(answers.get(4)).startsWith("HTTP/1.1 404");
  }

  @Test
  void whatIsNoPortIsOneMessage() throws IOException {
    for (String port : new String[] {"--live=70000", "--live=eighty", "--live=-1"}) {
      String out = temporary.resolve("none").toString();
      int code = terminal.run("run", Configs.in(temporary, Configs.VALLEY), "--out", out, port);
      assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(terminal.err().lines().filter(line -> line.contains("--live"))).isNotEmpty();
      assertThat(temporary.resolve("none")).doesNotExist();
    }
  }

  @Test
  void aPortInUseIsOneMessageAndNothingIsWritten() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path out = temporary.resolve("out");
      int code =
          terminal.run(
              "run",
              Configs.in(temporary, Configs.VALLEY),
              "--out",
              out.toString(),
              "--live=" + taken.getLocalPort());
      assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(terminal.err()).contains("--live: port " + taken.getLocalPort());
      assertThat(out.resolve("config.yaml")).doesNotExist();
    }
  }
}
