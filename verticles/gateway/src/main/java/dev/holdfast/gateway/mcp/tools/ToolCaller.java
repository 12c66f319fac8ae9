package dev.holdfast.gateway.mcp.tools;

import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.trace.TraceParent;
import java.util.Optional;

/**
 * Who calls a tool.
 *
 * @param mcp the session of the protocol the call came by; empty in an era without sessions
 * @param correlationId the id of the request; goes with the task that it makes
 * @param trace of which trace it says that its call is a part
 */
public record ToolCaller(
    Principal principal,
    Optional<McpSession> mcp,
    String correlationId,
    Optional<TraceParent> trace) {}
