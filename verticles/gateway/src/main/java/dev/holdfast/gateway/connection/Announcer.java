package dev.holdfast.gateway.connection;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.ConnectionClosed;
import dev.holdfast.shared.message.ConnectionOpened;
import dev.holdfast.shared.message.ConnectionRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells the pod's presence which connections an instance has. */
public final class Announcer {
  private final Bus bus;
  private final String pod;
  private final Clock clock;

  /**
   * @param pod the operator's name for this pod
   */
  public Announcer(Bus bus, String pod, Clock clock) {
    this.bus = bus;
    this.pod = pod;
    this.clock = clock;
  }

  String pod() {
    return pod;
  }

  /** RFC 3339 UTC, this pod's clock. */
  String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The connection stands, or is another now under the same id. */
  void stands(String id, long sessionNo, ConnectionRecord connection) {
    bus.tell(Addresses.CONNECTION_OPENED, new ConnectionOpened(id, sessionNo, connection));
  }

  void gone(String id) {
    bus.tell(Addresses.CONNECTION_CLOSED, new ConnectionClosed(id));
  }
}
