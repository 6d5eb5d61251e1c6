package org.edgeflow.cli.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage drawn at random: a bit, a piece that is doubled, gone or another, the rest cut off. */
final class Damage {
  /** How many damages are drawn of each file; scripts/reliability draws more. */
  static final int OF_EACH_FILE = Integer.getInteger("edgeflow.damages", 25);

  private static final List<String> SNIPPETS =
      List.of(
          "",
          "\0",
          "\t",
          "\r\n",
          "\uFEFF",
          "&a ",
          "*a ",
          "!!x ",
          "[[[[",
          "{",
          "}",
          "\"",
          "'",
          ": ",
          "- ",
          ",,",
          "NaN",
          "-1",
          "1e999",
          "99999999999999999999",
          "null",
          "\u202E",
          "日本",
          "\"\\uD800\"");

  private Damage() {}

  /** Other bytes than these, most of the time. */
  static byte[] of(byte[] sound, Random random) {
    int at = random.nextInt(sound.length);
    int to = Math.min(sound.length, at + 1 + random.nextInt(40));
    byte[] between =
        switch (random.nextInt(5)) {
          case 0 -> new byte[] {(byte) (sound[at] ^ 1 << random.nextInt(8))};
          case 1 -> Arrays.copyOfRange(sound, at, to);
          case 2, 3 ->
              SNIPPETS.get(random.nextInt(SNIPPETS.size())).getBytes(StandardCharsets.UTF_8);
          default -> new byte[0];
        };
    int from = random.nextBoolean() ? Math.min(sound.length, at + 1) : to;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(sound, 0, at);
    bytes.writeBytes(between);
    if (random.nextInt(10) > 0) {
      bytes.write(sound, from, sound.length - from);
    }
    return bytes.toByteArray();
  }
}
