package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The official client as a program of its own, which calls one tool after the other. */
final class McpTalk implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;

  /** What was agreed on. */
  final JsonObject connected;

  /**
   * @param mode {@code legacy} or {@code auto}
   */
  McpTalk(String url, String mode) {
    process = McpPeers.start(McpPeers.script("client.mjs"), url, mode);
    out = process.inputReader(StandardCharsets.UTF_8);
    in = process.outputWriter(StandardCharsets.UTF_8);
    connected = line();
  }

  JsonObject call(String tool, JsonObject arguments) {
    try {
      in.write(new JsonObject().put("name", tool).put("arguments", arguments).encode());
      in.newLine();
      in.flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a call that succeeds answers. */
  JsonObject result(String tool, JsonObject arguments) {
    JsonObject answer = call(tool, arguments);
    JsonObject structured = answer.getJsonObject("structuredContent");
    if (structured == null) {
      throw new IllegalStateException(tool + ": " + answer.encode());
    }
    return structured;
  }

  private JsonObject line() {
    try {
      StringBuilder seen = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("{")) {
          return new JsonObject(line);
        }
        seen.append(line).append('\n');
      }
      throw new IllegalStateException("the client ended:\n" + seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Fleet.awaitExit(process);
  }
}
