package dev.holdfast.gateway.connection;

import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access.Proof;
import dev.holdfast.shared.message.CheckKeys;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/**
 * Ends the connections whose credential is no longer valid: asks for all keys of the instance at
 * once, and compares tokens with the clock. While the store cannot be asked, connections stay.
 */
public final class CredentialWatch {
  private final Vertx vertx;
  private final Bus bus;
  private final Connections connections;
  private final ConnectionConfig config;
  private final Clock clock;
  private boolean asking;

  public CredentialWatch(
      Vertx vertx, Bus bus, Connections connections, ConnectionConfig config, Clock clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.connections = connections;
    this.config = config;
    this.clock = clock;
  }

  /** Begins, on the calling verticle's context. */
  public void begin() {
    vertx.setPeriodic(config.credentialCheckMs(), tick -> check());
  }

  private void check() {
    long now = clock.millis();
    connections.endWhere(
        proof -> proof instanceof Proof.Token token && token.untilMs() <= now, refusal());
    Set<String> asked = keyIds();
    if (asking || asked.isEmpty()) {
      return;
    }
    asking = true;
    bus.request(Addresses.CHECK_KEYS, new CheckKeys(asked))
        .onSuccess(valid -> {
          asked.removeAll(valid.keyIds());
          connections.endWhere(
              proof -> proof instanceof Proof.Key key && asked.contains(key.id()), refusal());
        })
        .onComplete(done -> asking = false);
  }

  private Set<String> keyIds() {
    Set<String> ids = new HashSet<>();
    for (Proof proof : connections.proofs()) {
      if (proof instanceof Proof.Key key) {
        ids.add(key.id());
      }
    }
    return ids;
  }

  private static Fault refusal() {
    return new Fault(ErrorCode.UNAUTHENTICATED, "the credential has expired or was revoked");
  }
}
