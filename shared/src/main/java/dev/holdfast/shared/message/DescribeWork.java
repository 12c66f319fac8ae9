package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.SessionRef;

/** Asks what a session has to do, and how its last failed task ended. */
public record DescribeWork(SessionRef session) {}
