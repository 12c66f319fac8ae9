package dev.holdfast.shared.identity;

/**
 * One session of the principal, to look at and nothing else: what a share token allows.
 *
 * @param session the only one; every other is answered like one that does not exist
 */
public record SharedSession(SessionRef session) implements Scope {
  @Override
  public String wire() {
    return "share";
  }
}
