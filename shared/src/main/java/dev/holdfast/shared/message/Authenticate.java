package dev.holdfast.shared.message;

/**
 * Asks who holds a credential.
 *
 * @param credentialHash SHA-256 of the credential, lower-case hexadecimal; the credential itself
 *     never leaves the gateway
 */
public record Authenticate(String credentialHash) {}
