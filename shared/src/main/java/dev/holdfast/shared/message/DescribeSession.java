package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/** Asks for the record of a session; fails with {@code unknown_session}. */
public record DescribeSession(Principal principal, String sessionId) {}
