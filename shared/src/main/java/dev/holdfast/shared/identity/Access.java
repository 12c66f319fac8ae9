package dev.holdfast.shared.identity;

/**
 * What a verified credential allows, and how long.
 *
 * @param principal who speaks
 * @param scope what they may do
 * @param proof what it rests on, for connections that outlive the check
 */
public record Access(Principal principal, Scope scope, Proof proof) {
  /** What can stop being valid. */
  public sealed interface Proof {
    /**
     * An API key or a share token: expires or is revoked by the registry's account.
     *
     * @param id names the key or the share and is no secret
     */
    record Key(String id) implements Proof {}

    /**
     * A signed token.
     *
     * @param untilMs milliseconds since 1970 after which it is refused, leeway included
     */
    record Token(long untilMs) implements Proof {}
  }
}
