package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Inspector at the command line, in the era that it takes by itself, which is that with
 * sessions: each call is a program, and so a session of the protocol, of its own.
 */
final class McpInspectorTalk implements McpTalk {
  private static final String PROGRAM =
      "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

  private final String url;
  private final String token;

  McpInspectorTalk(String url, String token) {
    this.url = url;
    this.token = token;
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public JsonObject call(String tool, JsonObject arguments) {
    Process process =
        McpPeers.node(
            Map.of("HOME", Path.of("target").toAbsolutePath().toString()),
            McpPeers.file(PROGRAM),
            "--cli",
            url,
            "--header",
            "Authorization: Bearer " + token,
            "--quiet",
            "--format",
            "json",
            "--method",
            "tools/call",
            "--tool-name",
            tool,
            "--tool-args-json",
            arguments.encode());
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.onExit().join();
      return output
          .lines()
          .filter(line -> line.startsWith("{"))
          .findFirst()
          .map(JsonObject::new)
          .map(told -> told.getJsonObject("result", told))
          .orElseGet(() -> new JsonObject().put("failed", output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Nothing is open between calls.
  }
}
