package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a session may use a tool now, where the tool's own address does not look. Fails with
 * {@code tool_not_allowed}, {@code forged_project_key} or {@code unknown_session}.
 *
 * @param projectKey the key the caller was told, to be held against the session's; null where he
 *     gave none
 */
public record AdmitCall(SessionRef session, SessionTool tool, @Nullable String projectKey) {}
