package dev.holdfast.loadtests.benchmark;

import dev.holdfast.deploy.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server that others wrote, on a free port of loopback: {@code peers/fanout}. One that cannot be
 * had on this machine is absent.
 */
final class FanoutPeer implements AutoCloseable {
  private static final Path SOURCES = Path.of("load-tests", "peers", "fanout");
  private static final Path HOME = Path.of("load-tests", "target", "fanout-peers");
  private static final Path MODULES = Path.of("/usr/lib/nginx/modules");
  private static final long READY_MS_MAX = 20_000;

  private final Process process;
  private final BufferedReader out;
  private final int port;

  private FanoutPeer(Process process, int port) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.port = port;
  }

  /** Puts the packages from npm in place, as they are locked. */
  static void install() throws IOException, InterruptedException {
    NpmPackages.install(SOURCES, HOME, List.of("package.json", "package-lock.json", "fanout.mjs"));
  }

  /**
   * A server in node.
   *
   * @param kind as {@code fanout.mjs} knows it
   */
  static FanoutPeer node(String kind, LocalRedis redis) throws IOException {
    int port = Ports.free(1).getFirst();
    Process process =
        new ProcessBuilder("node", "fanout.mjs", kind, Integer.toString(port), redis.uri())
            .directory(HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    FanoutPeer peer = new FanoutPeer(process, port);
    peer.out.readLine();
    return peer;
  }

  /** Nchan, where nginx and its module are installed (Debian: libnginx-mod-nchan). */
  static Optional<FanoutPeer> nchan(LocalRedis redis) throws IOException {
    if (!Files.exists(MODULES.resolve("ngx_nchan_module.so"))) {
      return Optional.empty();
    }
    int port = Ports.free(1).getFirst();
    Path home = Files.createTempDirectory("holdfast-nchan").toAbsolutePath();
    Path config = home.resolve("nginx.conf");
    Files.writeString(
        config,
        Files.readString(SOURCES.resolve("nchan.conf"))
            .replace("MODULES", MODULES.toString())
            .replace("HOME", home.toString())
            .replace("REDIS", redis.uri())
            .replace("RESUMED", Integer.toString(Resume.MISSED))
            .replace("PORT", Integer.toString(port)));
    Process process =
        new ProcessBuilder("nginx", "-p", home.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .start();
    FanoutPeer peer = new FanoutPeer(process, port);
    awaitListening(port);
    return Optional.of(peer);
  }

  /** The least that fan-out could be, where there is a C compiler. */
  static Optional<FanoutPeer> floor() throws IOException, InterruptedException {
    if (!Tool.isHere("cc")) {
      return Optional.empty();
    }
    Files.createDirectories(HOME);
    Path program = HOME.resolve("floor").toAbsolutePath();
    Tool.run(List.of("cc", "-O2", "-o", program.toString(), SOURCES.resolve("floor.c").toString()));
    int port = Ports.free(1).getFirst();
    Process process = new ProcessBuilder(program.toString(), Integer.toString(port)).start();
    FanoutPeer peer = new FanoutPeer(process, port);
    peer.out.readLine();
    return Optional.of(peer);
  }

  int port() {
    return port;
  }

  /** Nanoseconds of processor time so far, of all its processes. */
  long cpu() {
    return Cpu.of(process.pid());
  }

  /** Resident bytes of all its processes. */
  long rss() {
    return Memory.of(process.pid());
  }

  /** The lag of a node's event loop since the last question, as it says. */
  double lagP99Micros() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append("lag\n").flush();
    return Double.parseDouble(out.readLine().split(" ", -1)[1]);
  }

  private static void awaitListening(int port) {
    long end = System.currentTimeMillis() + READY_MS_MAX;
    while (!isListening(port)) {
      if (System.currentTimeMillis() > end) {
        throw new IllegalStateException("nginx does not listen on " + port);
      }
    }
  }

  private static boolean isListening(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroy);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
