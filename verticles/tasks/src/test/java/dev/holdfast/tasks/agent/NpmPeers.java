package dev.holdfast.tasks.agent;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that others wrote, from npm, as {@code src/test/npm} locks them; installed once into
 * {@code target}.
 */
public final class NpmPeers {
  private static final Path LOCKED = Path.of("src", "test", "npm");
  private static final Path HOME = Path.of("target", "npm-peers");

  private NpmPeers() {}

  /** The node program; the test is skipped where there is none. */
  public static String node() {
    Optional<Path> node = find("node");
    Assumptions.assumeTrue(node.isPresent(), "skipped: node is not installed");
    return node.orElseThrow().toString();
  }

  /** A file of an installed package; the test is skipped where npm or node is not installed. */
  public static String file(String path) {
    node();
    Optional<Path> npm = find("npm");
    Assumptions.assumeTrue(npm.isPresent(), "skipped: npm is not installed");
    try {
      install(npm.orElseThrow());
    } catch (IOException e) {
      throw new IllegalStateException("the peers could not be installed", e);
    }
    return HOME.resolve("node_modules").resolve(path).toAbsolutePath().toString();
  }

  private static void install(Path npm) throws IOException {
    Files.createDirectories(HOME);
    try (FileChannel channel =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Path locked = LOCKED.resolve("package-lock.json");
      Path done = HOME.resolve("installed.json");
      if (lock.isValid() && Files.exists(done) && Files.mismatch(locked, done) < 0) {
        return;
      }
      for (String name : new String[] {"package.json", "package-lock.json"}) {
        Files.copy(LOCKED.resolve(name), HOME.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      Process process =
          new ProcessBuilder(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.onExit().join().exitValue();
      if (exit != 0) {
        throw new IOException("npm ci ended with exit code " + exit + ":\n" + output);
      }
      Files.copy(locked, done, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Optional<Path> find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
