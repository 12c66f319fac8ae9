package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * A question of an agent to its task's owner; timestamps are RFC 3339 UTC by the database clock.
 *
 * @param options a JSON array of {@code {"id", "label"}} as text; empty where any text will do
 * @param detail one JSON object as text
 * @param answer null while nobody answered
 * @param open whether an answer would be taken now
 */
public record InputRecord(
    String inputId,
    String prompt,
    String options,
    @Nullable String detail,
    String askedAt,
    @Nullable Answer answer,
    @Nullable String answeredAt,
    boolean open) {}
