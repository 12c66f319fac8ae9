package dev.holdfast.shared.message;

/**
 * The client's promise that a repetition is the same request.
 *
 * @param key 1-200 visible ASCII characters, unique within the principal
 * @param fingerprint SHA-256 of what the client sent; another fingerprint under the same key is a
 *     conflict
 */
public record Idempotency(String key, String fingerprint) {}
