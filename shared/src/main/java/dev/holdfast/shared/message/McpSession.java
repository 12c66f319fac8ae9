package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * A session of the Model Context Protocol, and the session it is bound to now.
 *
 * @param id the {@code Mcp-Session-Id}
 * @param protocolVersion what both sides agreed on
 * @param capabilities what the client said it can do, as far as it is of use: one JSON object as
 *     text
 * @param logLevel from which level on the client is told what agents log; null where it did not say
 */
public record McpSession(
    SessionRef session,
    String id,
    String protocolVersion,
    String capabilities,
    @Nullable String logLevel) {}
