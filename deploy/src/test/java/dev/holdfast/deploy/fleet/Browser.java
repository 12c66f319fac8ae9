package dev.holdfast.deploy.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Chromium without a window, with a profile of its own. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Process process;

  private Browser(Process process) {
    this.process = process;
  }

  /** Opens a page; the test is skipped where no Chromium is installed. */
  static Browser open(String url, Path profile) {
    Optional<Path> program = find();
    Assumptions.assumeTrue(program.isPresent(), "skipped: no Chromium is installed");
    try {
      return new Browser(
          new ProcessBuilder(
                  program.orElseThrow().toString(),
                  "--headless",
                  "--no-sandbox", // a test may run as root, and the page is ours
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--no-first-run",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  url)
              .redirectErrorStream(true)
              .redirectOutput(Files.createFile(profile.resolve("output.txt")).toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isOpen() {
    return process.isAlive();
  }

  private static Optional<Path> find() {
    return NAMES.stream()
        .flatMap(name ->
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    Fleet.awaitExit(process);
    all.forEach(each -> each.onExit().join());
  }
}
