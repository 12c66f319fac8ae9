package dev.holdfast.shared.identity;

import java.util.Optional;

/** As what a command to a session comes: from its driver, or from anybody else of its principal. */
public sealed interface Claim {
  /** From somebody who does not say that he drives. */
  Claim ANYONE = new Anyone();

  /** From nobody: it follows from something that was allowed. */
  Claim SERVICE = new Service();

  /** The hash of the token that is held against that session's; empty for none. */
  Optional<String> hashFor(long sessionNo);

  record Anyone() implements Claim {
    @Override
    public Optional<String> hashFor(long sessionNo) {
      return Optional.empty();
    }
  }

  record Service() implements Claim {
    @Override
    public Optional<String> hashFor(long sessionNo) {
      return Optional.empty();
    }
  }

  /**
   * From somebody with a token, whichever session the command is about.
   *
   * @param hash of the token, see {@link ControlToken#hash}
   */
  record Bearer(String hash) implements Claim {
    @Override
    public Optional<String> hashFor(long sessionNo) {
      return Optional.of(hash);
    }

    @Override
    public String toString() {
      return "Bearer[****]";
    }
  }

  /**
   * From a connection that took control of its own session; to any other it comes as from anybody.
   *
   * @param hash of the token, see {@link ControlToken#hash}
   */
  record Driver(SessionRef session, String hash) implements Claim {
    @Override
    public Optional<String> hashFor(long sessionNo) {
      return sessionNo == session.number() ? Optional.of(hash) : Optional.empty();
    }

    @Override
    public String toString() {
      return "Driver[" + session.number() + ", ****]";
    }
  }
}
