package dev.holdfast.deploy.fleet;

import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.testing.TestPostgres;
import dev.holdfast.shared.testing.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Pod processes on one real Postgres and one real Redis, clustered on loopback. */
public final class Fleet implements AutoCloseable {
  private final PostgresConfig postgres = TestPostgres.freshDatabase();
  private final String clusterName = "test-" + UUID.randomUUID();
  private final List<Integer> clusterPorts = freePorts(5);
  private final Map<String, String> settings = new HashMap<>();
  private final List<PodProcess> pods = new ArrayList<>();
  private final List<String> javaOptions = new ArrayList<>();

  public Fleet() {
    set("postgres.uri", postgres.uri());
    set("redis.uri", TestRedis.uri());
    set("registry.cache_secret", UUID.randomUUID().toString());
    set("http.port", "0");
    set("cluster.enabled", "true");
    set("cluster.name", clusterName);
    set(
        "cluster.members",
        String.join(
            Settings.LIST_SEPARATOR,
            clusterPorts.stream().map(port -> "127.0.0.1:" + port).toList()));
    set("agents.default", "demo");
    set("agents.demo.kind", "demo");
    // Time is not what is tried: a busy machine is not taken for a lost database.
    set("postgres.connect_timeout_ms", "20000");
    set("registry.deadline_ms", "20000");
    set("gateway.handshake_ms", "60000");
    set("bus.request_timeout_ms", "30000");
    set("tasks.server_ask_ms", "25000");
    set("tasks.drain_ms", "0");
    set("tasks.heartbeat_ms", "500");
    set("tasks.lease_ttl_ms", "3000");
    set("tasks.fence_ms", "60000");
  }

  public String postgresUri() {
    return postgres.uri();
  }

  /** For pods started from now on. */
  public Fleet set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /**
   * For pods started from now on: they log as a pod that was installed does, or more. In tests pods
   * log warnings alone otherwise.
   */
  public Fleet logging(String level) {
    javaOptions.addAll(
        List.of("-Dlogback.configurationFile=logback.xml", "-DHOLDFAST_LOG_LEVEL=" + level));
    return this;
  }

  /** For pods started from now on: the log is JSON, as it is on Kubernetes. */
  public Fleet loggingJson() {
    javaOptions.add("-DHOLDFAST_LOG_FORMAT=json");
    return this;
  }

  /** A command agent, as an operator configures it. */
  public Fleet command(String name, String... command) {
    set("agents." + name + ".kind", "command");
    return set("agents." + name + ".command", String.join(Settings.LIST_SEPARATOR, command));
  }

  /** A credential of its own principal. */
  public String token(String principal) {
    return token("acme", principal, "session");
  }

  /** A credential of that tenant, principal and scope. */
  public String token(String tenant, String principal, String scope) {
    String token = "hf_test_" + UUID.randomUUID();
    try (Connection connection = TestPostgres.connect(postgres);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO credential (credential_hash, tenant, principal, scope, label)"
                    + " VALUES (?, ?, ?, ?, 'test')")) {
      insert.setString(1, sha256(token));
      insert.setString(2, tenant);
      insert.setString(3, principal);
      insert.setString(4, scope);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return token;
  }

  /** Starts a pod and waits until it is ready. */
  public PodProcess start() {
    return start(1).getFirst();
  }

  /** Starts pods at the same time and waits until each is ready. */
  public List<PodProcess> start(int count) {
    List<PodProcess> starting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = pods.size();
      Map<String, String> own = new HashMap<>(settings);
      own.put("pod.name", "pod-" + (index + 1));
      own.put("cluster.port", clusterPorts.get(index % clusterPorts.size()).toString());
      PodProcess pod =
          PodProcess.launch(
              "pod-" + (index + 1), own, PodProcess.HEAP_MEGABYTES, List.copyOf(javaOptions));
      pods.add(pod);
      starting.add(pod);
    }
    starting.forEach(PodProcess::awaitReady);
    return starting;
  }

  /** Everything Redis holds is gone. */
  public void flushRedis() {
    URI redis = URI.create(TestRedis.uri());
    try (Socket socket = new Socket(redis.getHost(), redis.getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(in.readNBytes(5), StandardCharsets.US_ASCII);
      if (!answer.equals("+OK\r\n")) {
        throw new IllegalStateException("Redis answered " + answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes what is stored, behind the pods' backs. */
  public void execute(String sql) {
    try (Connection connection = TestPostgres.connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public long count(String sql) {
    try (Connection connection = TestPostgres.connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pods.forEach(PodProcess::kill);
  }

  public static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> open = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (ServerSocket socket : open) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void awaitExit(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
