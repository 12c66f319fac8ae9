package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * The folders that a client works in.
 *
 * @param json one JSON array as text; null where it never told, or they changed
 */
public record McpRoots(@Nullable String json) {}
