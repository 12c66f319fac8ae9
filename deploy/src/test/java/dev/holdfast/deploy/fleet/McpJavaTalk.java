package dev.holdfast.deploy.fleet;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** The official Java client, in this process. */
final class McpJavaTalk implements McpTalk {
  private final McpSyncClient client;

  McpJavaTalk(String url, String token) {
    URI all = URI.create(url);
    client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(all.resolve("/").toString())
                    .endpoint(all.getPath())
                    .requestBuilder(
                        HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                    .resumableStreams(true)
                    .openConnectionOnStartup(true)
                    .build())
            .build();
    client.initialize();
  }

  @Override
  public String version() {
    return client.getCurrentInitializationResult().protocolVersion();
  }

  @Override
  public JsonObject call(String tool, JsonObject arguments) {
    try {
      return new JsonObject(
          McpJsonDefaults.getMapper()
              .writeValueAsString(
                  client.callTool(
                      McpSchema.CallToolRequest.builder(tool)
                          .arguments(new JsonObject(arguments.encode()).getMap())
                          .build())));
    } catch (McpError refused) {
      return new JsonObject().put("failed", refused.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
