package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/** Asks for a registered project; fails with {@code unknown_project}. */
public record DescribeProject(Principal principal, String project) {}
