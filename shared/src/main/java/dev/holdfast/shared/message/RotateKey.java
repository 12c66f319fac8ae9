package dev.holdfast.shared.message;

import dev.holdfast.shared.identity.Principal;

/**
 * Makes a key that takes the place of another: same holder, scope, label and lifetime. The old one
 * stays valid for the overlap and not longer than it would have been. Fails with {@code not_found}
 * for a key that is foreign, unknown, expired or revoked.
 *
 * @param keyHash SHA-256 of the new secret, lower-case hexadecimal
 * @param workerKeyHash that of the secret that takes its place where the old key is a worker's
 * @param overlapS seconds for which both are valid, from 0
 */
public record RotateKey(
    Principal admin, String keyId, String keyHash, String workerKeyHash, long overlapS) {}
