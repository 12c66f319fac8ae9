package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.NpmPeers;
import dev.holdfast.tasks.agent.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The official server with one tool of every kind, run over HTTP. */
final class EverythingServer implements AutoCloseable {
  private static final String PROGRAM = "@modelcontextprotocol/server-everything/dist/index.js";

  private final Process process;
  private final int port;

  private EverythingServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** As a program that an agent starts itself. */
  static McpServer program() {
    return new McpServer.OfProgram(
        new Program(
            List.of(NpmPeers.node(), NpmPeers.file(PROGRAM), "stdio"), null, Map.of(), 2_000));
  }

  static EverythingServer start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(NpmPeers.node(), NpmPeers.file(PROGRAM), "streamableHttp");
    builder.environment().put("PORT", Integer.toString(port));
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); ; line = lines.readLine()) {
      if (line == null) {
        throw new IOException("the server did not start");
      }
      if (line.contains("listening on port")) {
        break;
      }
    }
    Thread.startVirtualThread(() -> lines.lines().forEach(line -> {}));
    return new EverythingServer(process, port);
  }

  McpServer server() {
    return new McpServer.AtUrl(URI.create("http://127.0.0.1:" + port + "/mcp"), Map.of(), 2_000);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
