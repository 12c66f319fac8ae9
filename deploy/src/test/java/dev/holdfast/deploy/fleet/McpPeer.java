package dev.holdfast.deploy.fleet;

import java.util.Map;

/** Clients of the Model Context Protocol that others wrote, in each era that they have. */
enum McpPeer {
  TYPESCRIPT_LEGACY(false),
  TYPESCRIPT_MODERN(true),
  JAVA(false),
  PYTHON_LEGACY(false),
  PYTHON_MODERN(true),
  INSPECTOR(true);

  private static final int TURNS = 4;

  private final boolean namesSession;

  McpPeer(boolean namesSession) {
    this.namesSession = namesSession;
  }

  /** Whether each call has to say its session, because no connection remembers it. */
  boolean namesSession() {
    return namesSession;
  }

  /** How often a call is repeated: where each is a program of its own, once will do. */
  int turns() {
    return this == INSPECTOR ? 1 : TURNS;
  }

  /** Connects one; the test is skipped where it cannot be had. */
  McpTalk open(String url, String token) {
    return switch (this) {
      case TYPESCRIPT_LEGACY -> node(url, token, "legacy");
      case TYPESCRIPT_MODERN -> node(url, token, "auto");
      case JAVA -> new McpJavaTalk(url, token);
      case PYTHON_LEGACY -> python(url, token, "legacy");
      case PYTHON_MODERN -> python(url, token, "auto");
      case INSPECTOR -> new McpInspectorTalk(url, token);
    };
  }

  private static McpTalk node(String url, String token, String mode) {
    return new McpLineTalk(
        McpPeers.node(environment(token), McpPeers.script("client.mjs"), url, mode));
  }

  private static McpTalk python(String url, String token, String mode) {
    return new McpLineTalk(
        McpPeers.python(environment(token), McpPeers.script("client.py"), url, mode));
  }

  private static Map<String, String> environment(String token) {
    return Map.of("HOLDFAST_TOKEN", token);
  }
}
