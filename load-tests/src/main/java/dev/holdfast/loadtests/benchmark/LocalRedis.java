package dev.holdfast.loadtests.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis of our own on loopback, ended with this program. */
final class LocalRedis implements AutoCloseable {
  private final RedisServer server;
  private final int port;
  private final long pid;

  private LocalRedis(RedisServer server, int port, long pid) {
    this.server = server;
    this.port = port;
    this.pid = pid;
  }

  /** Starts one with these lines of configuration. */
  static LocalRedis start(String... settings) throws IOException {
    int port = freePort();
    RedisServerBuilder builder =
        RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"");
    List.of(settings).forEach(builder::setting);
    Set<Long> before = running();
    RedisServer server = builder.build();
    server.start();
    long pid = running().stream().filter(each -> !before.contains(each)).findFirst().orElseThrow();
    return new LocalRedis(server, port, pid);
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Nanoseconds of processor time so far. */
  long cpu() {
    return Cpu.of(pid);
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }

  private static Set<Long> running() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").contains("redis"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
