package dev.holdfast.shared.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** One real Redis for the JVM, started at first use. */
public final class TestRedis {
  private TestRedis() {}

  /** {@code redis://127.0.0.1:port}. */
  public static String uri() {
    return "redis://127.0.0.1:" + Server.PORT;
  }

  /** Started when first touched, stopped with the JVM. */
  private static final class Server {
    static final int PORT = start();

    private static int start() {
      try {
        int port = freePort();
        RedisServer redis =
            RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(redis)));
        return port;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      }
    }

    private static void stop(RedisServer redis) {
      try {
        redis.stop();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
