package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.token.JwtConfig;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tells clients how to get a credential (RFC 9728, RFC 6750). */
final class ResourceMetadata {
  static final String PATH = "/.well-known/oauth-protected-resource";

  private final McpConfig config;
  private final List<String> issuers;
  private final String scope;

  /**
   * @param tokens whose signed tokens are taken; none where only API keys are
   */
  ResourceMetadata(McpConfig config, JwtConfig tokens) {
    this.config = config;
    this.issuers = Stream.ofNullable(tokens.issuer()).toList();
    this.scope = tokens.scope();
  }

  /** The document. */
  String document(@Nullable String host) {
    return JsonOut.object(out -> {
      out.text("resource", base(host) + McpEndpoint.PATH);
      if (!issuers.isEmpty()) {
        out.texts("authorization_servers", issuers);
      }
      if (!scope.isEmpty()) {
        out.texts("scopes_supported", List.of(scope));
      }
      out.texts("bearer_methods_supported", List.of("header")).text("resource_name", "Holdfast");
    });
  }

  /**
   * What a request without a valid credential is answered with.
   *
   * @param presented whether there was one
   */
  String challenge(@Nullable String host, boolean presented) {
    return "Bearer " + (presented ? "error=\"invalid_token\", " : "") + scope() + location(host);
  }

  /** What a request is answered with whose credential is valid and not enough. */
  String insufficient(@Nullable String host) {
    return "Bearer error=\"insufficient_scope\", " + scope() + location(host);
  }

  private String scope() {
    return scope.isEmpty() ? "" : "scope=\"" + scope + "\", ";
  }

  private String location(@Nullable String host) {
    return "resource_metadata=\"" + base(host) + PATH + McpEndpoint.PATH + "\"";
  }

  /** The host is the caller's word, so only harmless characters of it come back. */
  private String base(@Nullable String host) {
    String url = config.publicUrl();
    return url != null
        ? url
        : "http://" + (host != null && host.matches("[A-Za-z0-9.:_\\[\\]-]+") ? host : "localhost");
  }
}
