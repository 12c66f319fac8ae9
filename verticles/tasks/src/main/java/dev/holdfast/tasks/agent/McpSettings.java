package dev.holdfast.tasks.agent;

import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an agent of kind {@code mcp}. */
final class McpSettings {
  private static final List<String> OURS =
      List.of("accept", "content-type", "last-event-id", "mcp-protocol-version", "mcp-session-id");

  private McpSettings() {}

  static AgentSpec.Mcp read(Settings settings, String prefix, String description) {
    String url = settings.textOrNull(prefix + "url");
    Map<String, String> headers = Program.secretsUnder(settings, prefix + "headers");
    McpServer server =
        url == null
            ? new McpServer.OfProgram(Program.read(settings, prefix))
            : atUrl(settings, prefix, url, headers);
    if (url == null && !headers.isEmpty()) {
      throw new ConfigException(prefix + "headers are for a url; this agent has a command");
    }
    String tool = settings.textOrNull(prefix + "tool");
    List<String> allowed = settings.list(prefix + "tools", List.of());
    requireAllowed(prefix, tool, allowed);
    return new AgentSpec.Mcp(
        description,
        server,
        tool,
        allowed,
        RunLimits.read(settings, prefix),
        RpcLimits.read(settings, prefix),
        new McpRelay(
            settings.flag(prefix + "plain_names", false),
            settings.flag(prefix + "resources", false),
            settings.flag(prefix + "prompts", false),
            settings.flag(prefix + "sampling", false),
            settings.integer(prefix + "offers_max", McpRelay.OFFERS_DEFAULT, 1, 100_000)));
  }

  private static McpServer atUrl(
      Settings settings, String prefix, String text, Map<String, String> headers) {
    if (!settings.list(prefix + "command", List.of()).isEmpty()) {
      throw new ConfigException(prefix + "command and url are both set; an agent has one of them");
    }
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new ConfigException(prefix + "url is not a URL");
    }
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw new ConfigException(
          prefix + "url must be http or https, without a user or a fragment; use headers instead");
    }
    headers.forEach((name, value) -> requireHeader(prefix, name, value));
    return new McpServer.AtUrl(
        url, headers, settings.integer(prefix + "grace_ms", 2_000, 0, 60_000));
  }

  private static void requireHeader(String prefix, String name, String value) {
    if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new ConfigException(prefix + "headers." + name + " is set by the protocol itself");
    }
    try {
      HttpRequest.newBuilder().header(name, value);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(prefix + "headers." + name + " cannot be sent as a header");
    }
  }

  private static void requireAllowed(String prefix, @Nullable String tool, List<String> allowed) {
    if (tool != null && !allowed.isEmpty() && !allowed.contains(tool)) {
      throw new ConfigException(prefix + "tool is not one of tools: " + tool);
    }
  }
}
