package dev.holdfast.shared.message;

import java.util.Optional;

/**
 * Who controls a session, by Postgres's clock at one moment.
 *
 * @param epoch how often somebody took control; 0 where nobody ever did
 * @param held whether there is a holder whose lease has not lapsed
 * @param holder who took it last and did not give it back; also of a lapsed lease
 */
public record ControlState(long epoch, boolean held, Optional<Holder> holder) {
  public static final int LABEL_MAX = 200;

  /**
   * Somebody who took control.
   *
   * @param id opens nothing, and stays the same until somebody else takes control
   * @param label what the holder calls himself; empty for nothing
   * @param until when the lease lapses if it is not renewed; RFC 3339 UTC, Postgres's clock
   */
  public record Holder(String id, String label, String until) {}
}
