package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.Rebind;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A principal's bindings: shown, and moved on request. */
public final class Bindings {
  /** The fields of a move. */
  public static final List<String> REBIND_FIELDS =
      List.of("kind", "transport_id", "session_id", "expected_session_id");

  private static final int KIND_MAX = 64;

  private final Bus bus;

  public Bindings(Bus bus) {
    this.bus = bus;
  }

  public Future<BindingPage> list(ListBindings page) {
    return bus.request(Addresses.LIST_BINDINGS, page);
  }

  /** Moves a binding by the fields named in {@link #REBIND_FIELDS}. */
  public Future<BindingPage.Binding> rebind(Principal principal, Fields fields) {
    return bus.request(
        Addresses.REBIND,
        new Rebind(
            principal,
            new Transport(
                kind(fields.text("kind", 1, KIND_MAX)),
                fields.text("transport_id", 1, Transport.LENGTH_MAX)),
            sessionId(fields, "session_id"),
            sessionId(fields, "expected_session_id")));
  }

  private static String sessionId(Fields fields, String name) {
    return SessionId.require(fields.text(name, 0, Integer.MAX_VALUE));
  }

  private static TransportKind kind(String wire) {
    Optional<TransportKind> kind =
        Arrays.stream(TransportKind.values()).filter(each -> each.wire().equals(wire)).findFirst();
    return kind.orElseThrow(() ->
        new Fault(
            ErrorCode.INVALID_FIELD,
            "kind must be one of "
                + String.join(
                    ", ",
                    Arrays.stream(TransportKind.values()).map(TransportKind::wire).toList())));
  }
}
