package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.mcp.exchange.LogLevel;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.ClientRequest;
import dev.holdfast.shared.error.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every request of this era says in {@code _meta}.
 *
 * @param version the version that it speaks
 * @param tasks whether the client knows tasks
 * @param capabilities the names of what the client can be asked
 * @param logs from which level on it is told what agents log; empty for nothing
 */
record ModernMeta(
    String version, boolean tasks, Set<String> capabilities, Optional<LogLevel> logs) {
  static final String PREFIX = "io.modelcontextprotocol/";
  static final String TASKS = PREFIX + "tasks";

  private static final String META = "_meta";
  private static final String VERSION = PREFIX + "protocolVersion";
  private static final String CAPABILITIES = PREFIX + "clientCapabilities";
  private static final String LOG_LEVEL = PREFIX + "logLevel";
  private static final List<String> ASKABLE = List.of("elicitation", "sampling", "roots");
  private static final int VERSION_MAX = 200;

  /** Whether the parameters are of this era. */
  static boolean isIn(Fields params) {
    try {
      Fields meta = params.objectOrNull(META);
      return meta != null
          && (EntryFields.has(meta, VERSION) || EntryFields.has(meta, CAPABILITIES));
    } catch (Fault notAnObject) {
      return false;
    }
  }

  /** Refuses a request that does not say what it must. */
  static ModernMeta of(Fields params) {
    Fields meta = params.objectOrNull(META);
    if (meta == null) {
      throw RpcRefusal.of(RpcCode.INVALID_PARAMS, "params._meta is required");
    }
    String version = meta.textOrNull(VERSION, 1, VERSION_MAX);
    Fields capabilities = meta.objectOrNull(CAPABILITIES);
    if (version == null || capabilities == null) {
      throw RpcRefusal.of(
          RpcCode.INVALID_PARAMS,
          "params._meta must have " + String.join(" and ", VERSION, CAPABILITIES));
    }
    Fields extensions = capabilities.objectOrNull("extensions");
    return new ModernMeta(
        version,
        extensions != null && extensions.objectOrNull(TASKS) != null,
        ASKABLE.stream()
            .filter(name -> capabilities.objectOrNull(name) != null)
            .collect(Collectors.toUnmodifiableSet()),
        Optional.ofNullable(meta.textOrNull(LOG_LEVEL, 0, VERSION_MAX)).flatMap(LogLevel::ofWire));
  }

  /** Lets only those go on who know tasks. */
  void requireTasks() {
    if (!tasks) {
      throw RpcRefusal.of(
          RpcCode.MISSING_CAPABILITY,
          "this needs the extension " + TASKS,
          JsonOut.object(data ->
              data.object(
                  "requiredCapabilities",
                  all -> all.object("extensions", some -> some.object(TASKS, none -> {})))));
    }
  }

  /** Lets a question go on only where the client can be asked all of it. */
  void requireAble(String requests) {
    Fields all = StrictJson.object(requests);
    for (String name : EntryFields.names(all)) {
      Fields request = all.objectOrNull(name);
      String method = request == null ? null : request.textOrNull("method", 0, VERSION_MAX);
      String capability = new ClientRequest(method == null ? "" : method, "{}").capability();
      if (!capabilities.contains(capability)) {
        throw RpcRefusal.missing(capability);
      }
    }
  }

  /** Lets only versions go on that are served. */
  void requireVersion(List<String> served) {
    if (!served.contains(version)) {
      throw RpcRefusal.of(
          RpcCode.UNSUPPORTED_VERSION,
          "this protocol version is not served",
          JsonOut.object(data -> data.texts("supported", served).text("requested", version)));
    }
  }
}
