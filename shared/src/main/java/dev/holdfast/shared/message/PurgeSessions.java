package dev.holdfast.shared.message;

import java.util.List;

/**
 * Asks for the tasks of tombstoned sessions, of any owner, to be deleted; others are left alone.
 * Answered with those of which nothing is left; the rest wants to be asked for again.
 */
public record PurgeSessions(List<Long> sessions) {
  public PurgeSessions {
    sessions = List.copyOf(sessions);
  }
}
