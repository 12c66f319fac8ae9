package dev.holdfast.shared.message;

import org.jspecify.annotations.Nullable;

/**
 * What a pod says of itself.
 *
 * @param version of the program
 * @param life where it is in its life
 * @param http {@code host:port} where clients reach it
 * @param member {@code host:port} where other pods reach it; null for a pod that is alone
 * @param connections lasting connections of clients
 * @param watchers watches of sessions
 */
public record PodFacts(
    String version,
    PodLife life,
    String http,
    @Nullable String member,
    long connections,
    long watchers) {}
