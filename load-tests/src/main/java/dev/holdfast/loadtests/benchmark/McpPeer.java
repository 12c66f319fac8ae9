package dev.holdfast.loadtests.benchmark;

import dev.holdfast.deploy.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server of the Model Context Protocol that others wrote, on a free port of loopback: {@code
 * peers/mcp}. Its sessions are in its memory, and it knows no principals.
 */
final class McpPeer implements AutoCloseable {
  private static final Path SOURCES = Path.of("load-tests", "peers", "mcp");
  private static final Path HOME = Path.of("load-tests", "target", "mcp-peers").toAbsolutePath();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String HEAP = "-Xmx768m";
  private static final int LOOKS_MAX = 300;
  private static final long LOOK_EVERY_NANOS = 100_000_000;

  private final Process process;
  private final int port;

  private McpPeer(int port, List<String> command) throws IOException {
    this.port = port;
    this.process =
        new ProcessBuilder(command)
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitListening();
  }

  /** Quarkus with its extension for this protocol. */
  static McpPeer quarkus() throws IOException, InterruptedException {
    build("quarkus");
    int port = Ports.free(1).getFirst();
    return new McpPeer(
        port,
        List.of(
            JAVA,
            HEAP,
            "-Dquarkus.http.port=" + port,
            "-jar",
            "quarkus/target/quarkus-app/quarkus-run.jar"));
  }

  /** The official Java SDK on Tomcat. */
  static McpPeer javaSdk() throws IOException, InterruptedException {
    build("java-sdk");
    return java("java-sdk/target/peer.jar:java-sdk/target/lib/*", "peer.Server");
  }

  /** {@link BareMcp}, in a process of its own. */
  static McpPeer bare() throws IOException {
    Files.createDirectories(HOME);
    return java(System.getProperty("java.class.path"), BareMcp.class.getName());
  }

  private static McpPeer java(String classPath, String main) throws IOException {
    int port = Ports.free(1).getFirst();
    return new McpPeer(port, List.of(JAVA, HEAP, "-cp", classPath, main, Integer.toString(port)));
  }

  /** The official TypeScript SDK in node. */
  static McpPeer typeScript() throws IOException, InterruptedException {
    NpmPackages.install(SOURCES, HOME, List.of("package.json", "package-lock.json", "server.mjs"));
    int port = Ports.free(1).getFirst();
    return new McpPeer(port, List.of("node", "server.mjs", Integer.toString(port)));
  }

  int port() {
    return port;
  }

  /** Nanoseconds of processor time so far. */
  long cpu() {
    return Cpu.of(process.pid());
  }

  /** Builds it where what was built is older than its sources. */
  private static void build(String name) throws IOException, InterruptedException {
    Path home = HOME.resolve(name);
    List<Path> changed = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve(SOURCES.resolve(name).relativize(file));
        if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
          Files.createDirectories(copy.resolveSibling("."));
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
          changed.add(file);
        }
      }
    }
    if (!changed.isEmpty() || !Files.exists(home.resolve("built"))) {
      Files.deleteIfExists(home.resolve("built"));
      Tool.run(
          List.of("mvn", "-q", "-B", "-f", home.resolve("pom.xml").toString(), "clean", "package"));
      Files.createFile(home.resolve("built"));
    }
  }

  private void awaitListening() {
    for (int left = LOOKS_MAX; !isListening(); left--) {
      if (left == 0 || !process.isAlive()) {
        throw new IllegalStateException("nothing listens on " + port);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private boolean isListening() {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
