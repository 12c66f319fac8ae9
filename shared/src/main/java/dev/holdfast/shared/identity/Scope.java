package dev.holdfast.shared.identity;

/** What a credential allows its holder. */
public sealed interface Scope permits KeyScope, SharedSession, WorkerScope {
  /** The name on the wire and in the store. */
  String wire();
}
