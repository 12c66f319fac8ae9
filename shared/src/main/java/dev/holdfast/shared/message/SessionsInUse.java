package dev.holdfast.shared.message;

import java.util.List;

/** Sessions that clients hold connections for, those who may only look left out. */
public record SessionsInUse(List<Long> sessionNos) {
  public SessionsInUse {
    sessionNos = List.copyOf(sessionNos);
  }
}
