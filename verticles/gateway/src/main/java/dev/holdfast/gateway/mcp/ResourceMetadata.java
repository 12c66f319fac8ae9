package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.codec.JsonOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells clients how to get a credential (RFC 9728). */
final class ResourceMetadata {
  static final String PATH = "/.well-known/oauth-protected-resource";

  private final McpConfig config;
  private final List<String> issuers;

  /**
   * @param issuers whose signed tokens are taken; none where only API keys are
   */
  ResourceMetadata(McpConfig config, List<String> issuers) {
    this.config = config;
    this.issuers = List.copyOf(issuers);
  }

  /** The document. */
  String document(@Nullable String host) {
    return JsonOut.object(out -> {
      out.text("resource", base(host) + McpEndpoint.PATH);
      if (!issuers.isEmpty()) {
        out.texts("authorization_servers", issuers);
      }
      out.texts("bearer_methods_supported", List.of("header")).text("resource_name", "Holdfast");
    });
  }

  /** What a request without a valid credential is answered with (RFC 6750, RFC 9728). */
  String challenge(@Nullable String host) {
    return "Bearer resource_metadata=\"" + base(host) + PATH + McpEndpoint.PATH + "\"";
  }

  /** The host is the caller's word, so only harmless characters of it come back. */
  private String base(@Nullable String host) {
    String url = config.publicUrl();
    return url != null
        ? url
        : "http://" + (host != null && host.matches("[A-Za-z0-9.:_\\[\\]-]+") ? host : "localhost");
  }
}
