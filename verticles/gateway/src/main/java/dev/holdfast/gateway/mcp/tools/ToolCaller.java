package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who calls a tool.
 *
 * @param mcp the session of the protocol the call came by; empty in an era without sessions
 * @param correlation the id of the request, told only where a task is made, as it may cost a hash;
 *     in sessions of the protocol it tells the request from the others of its client
 * @param trace of which trace it says that its call is a part
 */
public record ToolCaller(
    Principal principal,
    Optional<McpSession> mcp,
    Supplier<String> correlation,
    Optional<TraceParent> trace) {
  /** The id of the request; goes with the task that it makes. */
  String correlationId() {
    return correlation.get();
  }
}
