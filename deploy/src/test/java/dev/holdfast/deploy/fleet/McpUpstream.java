package dev.holdfast.deploy.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A server of the Model Context Protocol with what the suite wants, as a program of its own. */
final class McpUpstream implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final int port;

  McpUpstream() {
    process = McpPeers.start(McpPeers.script("upstream.mjs"));
    out = process.inputReader(StandardCharsets.UTF_8);
    try {
      port = Integer.parseInt(out.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + "/mcp";
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Fleet.awaitExit(process);
  }
}
