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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that others wrote, as a file locks them, installed once into a folder under {@code
 * target} together with our scripts that use them.
 *
 * @param sources holds the scripts and the lock
 * @param lock what is installed anew when it changes
 * @param command installs into the folder where it runs
 */
record LockedPackages(Path sources, Path home, String lock, List<String> command) {
  private static final Pattern OUT_OF_REACH =
      Pattern.compile("NewConnectionError|Temporary failure in name resolution|ENOTFOUND");

  LockedPackages {
    command = List.copyOf(command);
  }

  /** What puts the packages of {@code requirements.txt} into a folder, by their hashes alone. */
  static List<String> pip(String target) {
    return List.of(
        "python3",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
        "--upgrade",
        "--target",
        target,
        "-r",
        "requirements.txt");
  }

  /** What puts the packages of {@code package-lock.json} in place. */
  static List<String> npm() {
    return List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
  }

  /** The test is skipped where the installer is not there, or its registry cannot be reached. */
  void install() {
    String installer = command.getFirst();
    Assumptions.assumeTrue(
        program(installer).isPresent(), "skipped: " + installer + " is not installed");
    try {
      Files.createDirectories(home);
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        copySources();
        Path locked = sources.resolve(lock);
        Path done = home.resolve("installed-" + lock);
        if (!held.isValid() || !Files.exists(done) || Files.mismatch(locked, done) >= 0) {
          run();
          Files.copy(locked, done, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a program is, if it is on the path. */
  static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void copySources() throws IOException {
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void run() throws IOException {
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() == 0) {
      return;
    }
    Assumptions.assumeFalse(
        output.contains("No module named pip"), "skipped: pip is not installed");
    Assumptions.assumeFalse(
        OUT_OF_REACH.matcher(output).find(), "skipped: the registry cannot be reached");
    throw new IOException(String.join(" ", command) + " failed:\n" + output);
  }
}
