package org.edgeflow.cli.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.edgeflow.core.settings.ConfigException;

/**
 * The right to write into a run directory: a lock that the operating system takes back when the
 * process ends, however it ends. The file that carries it is removed with it; one that a killed
 * process left behind blocks nobody.
 *
 * <p>The lock belongs to the process: a second one taken by the same process is refused, too, but
 * the attempt may release the first.
 */
public final class RunLock implements AutoCloseable {
  /** The name of the file. */
  public static final String FILE = "run.lock";

  private static final int ATTEMPTS = 100;

  /** Beyond all content: where locks keep others from reading, the content stays readable. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;
  private final Deque<Path> made;

  private RunLock(Path file, FileChannel channel, Deque<Path> made) {
    this.file = file;
    this.channel = channel;
    this.made = made;
  }

  /**
   * Takes the lock; the directory is made if it is missing.
   *
   * @throws ConfigException if another process has it
   * @throws IOException if the directory cannot be made or written, or takes no locks
   */
  public static RunLock take(Path directory) throws IOException {
    Deque<Path> made = make(directory);
    Path file = directory.resolve(FILE);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileChannel channel = open(file);
      if (channel != null) {
        return new RunLock(file, channel, made);
      }
    }
    throw inUse(directory, "");
  }

  /**
   * Whether another process has the lock now; asked by one that has not.
   *
   * @throws IOException if the directory cannot be made or written, or takes no locks
   */
  public static boolean isHeld(Path directory) throws IOException {
    try {
      take(directory).close();
      return false;
    } catch (ConfigException held) {
      return true;
    }
  }

  // Null where another process removed the file meanwhile, and with it this lock's meaning.
  private static FileChannel open(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Of another process, or left behind by one that was killed: the lock itself tells.
    }
    FileChannel channel = null;
    try {
      Object before = key(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        String owner = owner(channel);
        channel.close();
        throw inUse(file.toAbsolutePath().getParent(), owner);
      }
      if (Objects.equals(before, key(file))) {
        sign(channel);
        return channel;
      }
    } catch (NoSuchFileException e) {
      // Removed between two lines of this; once more.
    }
    if (channel != null) {
      channel.close();
    }
    return null;
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(PLACE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static void sign(FileChannel channel) {
    try {
      channel.truncate(0);
      String content = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      // On a full disk others will not be told which process it is.
    }
  }

  private static String owner(FileChannel channel) {
    try {
      ByteBuffer content = ByteBuffer.allocate(32);
      channel.read(content, 0);
      String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
      return text.strip().matches("\\d+") ? " (pid " + text.strip() + ")" : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static ConfigException inUse(Path directory, String owner) {
    return new ConfigException(
        "another process"
            + owner
            + " is at work in "
            + directory
            + ". Wait until it has ended, or choose another directory.");
  }

  private static Deque<Path> make(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path path = directory.toAbsolutePath().normalize();
        path != null && !Files.exists(path);
        path = path.getParent()) {
      missing.addLast(path);
    }
    Files.createDirectories(directory);
    return missing;
  }

  /** Gives the lock back; directories that were made for it stay only if something is in them. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
      for (Path directory : made) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      // What is not empty stays, and a lock file without its lock harms nobody.
    }
  }
}
