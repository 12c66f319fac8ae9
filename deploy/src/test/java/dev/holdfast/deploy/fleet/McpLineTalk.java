package dev.holdfast.deploy.fleet;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A client in a program of its own, which is told each call, and tells each result, as a line. */
final class McpLineTalk implements McpTalk {
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final JsonObject connected;

  McpLineTalk(Process process) {
    this.process = process;
    out = process.inputReader(StandardCharsets.UTF_8);
    in = process.outputWriter(StandardCharsets.UTF_8);
    connected = line();
  }

  @Override
  public String version() {
    return connected.getString("version");
  }

  @Override
  public JsonObject call(String tool, JsonObject arguments) {
    try {
      in.write(new JsonObject().put("name", tool).put("arguments", arguments).encode());
      in.newLine();
      in.flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
