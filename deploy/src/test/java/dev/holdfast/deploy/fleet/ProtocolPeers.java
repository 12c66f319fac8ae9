package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
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
import org.junit.jupiter.api.Assumptions;

/**
 * Two WebSocket clients that others wrote, as {@code src/test/protocol} locks them: {@code ws} from
 * npm and {@code wsproto} from PyPI; installed once into {@code target}.
 */
enum ProtocolPeers {
  NODE(
      "node",
      "client.mjs",
      "package-lock.json",
      List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")),
  PYTHON(
      "python3",
      "client.py",
      "requirements.txt",
      List.of(
          "python3",
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "--require-hashes",
          "--no-deps",
          "--target",
          "python",
          "-r",
          "requirements.txt"));

  private static final Path LOCKED = Path.of("src", "test", "protocol");
  private static final Path HOME = Path.of("target", "protocol-peers");

  private final String program;
  private final String script;
  private final String lock;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> installation;

  ProtocolPeers(String program, String script, String lock, List<String> installation) {
    this.program = program;
    this.script = script;
    this.lock = lock;
    this.installation = installation;
  }

  /** Has the client carry out every case; the test is skipped where it cannot be installed. */
  List<JsonObject> carryOut(PodProcess pod, String token, List<ProtocolCase> cases) {
    Optional<Path> found = find(program);
    Assumptions.assumeTrue(found.isPresent(), "skipped: " + program + " is not installed");
    Assumptions.assumeTrue(
        find(installation.getFirst()).isPresent(),
        "skipped: " + installation.getFirst() + " is not installed");
    try {
      install();
      Path input = HOME.resolve("cases-" + program + ".jsonl");
      Files.write(input, cases.stream().map(each -> each.json().encode()).toList());
      String url = "ws" + pod.uri().toString().substring(4) + "/ws";
      ProcessBuilder builder =
          new ProcessBuilder(found.orElseThrow().toString(), script, url, token)
              .directory(HOME.toFile())
              .redirectInput(input.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("PYTHONPATH", "python");
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.onExit().join();
      return output.lines().map(JsonObject::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install() throws IOException {
    Files.createDirectories(HOME);
    try (FileChannel channel =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      for (String name : List.of("package.json", "package-lock.json", "requirements.txt", script)) {
        Files.copy(LOCKED.resolve(name), HOME.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      Path done = HOME.resolve("installed-" + lock);
      if (held.isValid() && Files.exists(done) && Files.mismatch(LOCKED.resolve(lock), done) < 0) {
        return;
      }
      Process process =
          new ProcessBuilder(installation)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Assumptions.assumeFalse(
          output.contains("No module named pip"), "skipped: pip is not installed");
      if (process.onExit().join().exitValue() != 0) {
        throw new IOException(String.join(" ", installation) + " failed:\n" + output);
      }
      Files.copy(LOCKED.resolve(lock), done, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Optional<Path> find(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
