package dev.holdfast.tasks.store;

/**
 * The lease token of a write no longer holds: somebody took the session away. Nothing was changed,
 * and nothing more may be written under this token.
 */
public final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLost() {
    super("the lease is lost", null, false, false);
  }
}
