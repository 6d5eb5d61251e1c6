package org.edgeflow.models.dl4j.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edgeflow.models.dl4j.file.grammar.BadNetworkException;
import org.edgeflow.models.dl4j.file.grammar.NetworkConfiguration;
import org.edgeflow.models.dl4j.file.grammar.NetworkGrammar;

/** A network's configuration in a file of its own. */
public final class NetworkFile {
  private NetworkFile() {}

  /**
   * Reads a JSON configuration.
   *
   * @throws BadNetworkException if there is none, or it may not be given to DL4J
   */
  public static NetworkConfiguration read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(NetworkZip.LONGEST_CONFIGURATION + 1);
      if (bytes.length > NetworkZip.LONGEST_CONFIGURATION) {
        throw new BadNetworkException(
            "is longer than "
                + NetworkZip.LONGEST_CONFIGURATION
                + " bytes, which no DL4J configuration needs");
      }
      return NetworkGrammar.check(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new BadNetworkException("is not text in UTF-8", e);
    } catch (IOException e) {
      throw new BadNetworkException("cannot be read: " + e.getMessage(), e);
    }
  }
}
