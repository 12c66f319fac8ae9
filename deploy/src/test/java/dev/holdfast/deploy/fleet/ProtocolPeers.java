package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Two WebSocket clients that others wrote, as {@code src/test/protocol} locks them: {@code ws} from
 * npm and {@code wsproto} from PyPI; installed once into {@code target}.
 */
enum ProtocolPeers {
  NODE("node", "client.mjs", "package-lock.json", LockedPackages.npm()),
  PYTHON("python3", "client.py", "requirements.txt", LockedPackages.pip("python"));

  private final String program;
  private final String script;

  @SuppressWarnings("ImmutableEnumChecker") // paths, and what List.of made
  private final LockedPackages packages;

  ProtocolPeers(String program, String script, String lock, List<String> installation) {
    this.program = program;
    this.script = script;
    this.packages =
        new LockedPackages(
            Path.of("src", "test", "protocol"),
            Path.of("target", "protocol-peers"),
            lock,
            installation);
  }

  /** Has the client carry out every case; the test is skipped where it cannot be installed. */
  List<JsonObject> carryOut(PodProcess pod, String token, List<ProtocolCase> cases) {
    Optional<Path> found = LockedPackages.program(program);
    Assumptions.assumeTrue(found.isPresent(), "skipped: " + program + " is not installed");
    packages.install();
    try {
      Path input = packages.home().resolve("cases-" + program + ".jsonl");
      Files.write(input, cases.stream().map(each -> each.json().encode()).toList());
      String url = "ws" + pod.uri().toString().substring(4) + "/ws";
      ProcessBuilder builder =
          new ProcessBuilder(found.orElseThrow().toString(), script, url, token)
              .directory(packages.home().toFile())
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
}
