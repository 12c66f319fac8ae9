package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.codec.Utf8;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.VisibleAscii;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Claim;
import dev.holdfast.shared.identity.ControlToken;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.trace.TraceParent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to one operation, its principal proven and its body here. */
final class Call {
  /** Who speaks on a route that is open to everybody. */
  static final Access NOBODY =
      new Access(new Principal("", ""), KeyScope.SESSION, new Access.Proof.Token(0));

  private static final String TRANSPORT_ID = "X-Transport-Id";
  private static final int IDEMPOTENCY_KEY_MAX = 200;
  private static final String JSON = "application/json";

  private final RoutingContext context;
  private final Access access;
  private final Query query;
  private final Buffer body;

  Call(RoutingContext context, Access access, List<String> query, Buffer body) {
    this.context = context;
    this.access = access;
    this.query = new Query(context.queryParams(), query);
    this.body = body;
  }

  RoutingContext context() {
    return context;
  }

  Principal principal() {
    return access.principal();
  }

  Access access() {
    return access;
  }

  Query query() {
    return query;
  }

  String path(String name) {
    return context.pathParam(name);
  }

  /** The body's fields; an absent body has none of them. */
  Fields body(List<String> names) {
    if (body.length() == 0) {
      return Fields.none();
    }
    String type = context.request().getHeader("Content-Type");
    if (type == null || !mediaType(type).equals(JSON)) {
      throw new Fault(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + JSON);
    }
    String text =
        Utf8.decode(body).orElseThrow(() -> new Fault(ErrorCode.BAD_JSON, "the body is not UTF-8"));
    return StrictJson.object(text).allow(names);
  }

  /** The client's lasting transport id, where it has one. */
  @Nullable Transport transport() {
    String id = visibleHeader(TRANSPORT_ID, Transport.LENGTH_MAX);
    return id == null ? null : new Transport(TransportKind.HTTP, id);
  }

  /** The key under which the request is to be done once, where it has one. */
  @Nullable String idempotencyKey() {
    return visibleHeader("Idempotency-Key", IDEMPOTENCY_KEY_MAX);
  }

  /** By what the client says that it controls the session, where it says so. */
  @Nullable String controlToken() {
    return visibleHeader("Control-Token", Controls.TOKEN_MAX);
  }

  /** As what the request comes to a session that somebody controls. */
  Claim claim() {
    String token = controlToken();
    return token == null ? Claim.ANYONE : new Claim.Bearer(new ControlToken(token).hash());
  }

  /** Of which trace the client says that this is a part. */
  Optional<TraceParent> trace() {
    return TraceParent.parse(context.request().getHeader(TraceParent.NAME));
  }

  /** A header of visible ASCII characters, given at most once. */
  @Nullable String visibleHeader(String name, int max) {
    String value = header(name);
    if (value != null && !VisibleAscii.isValid(value, max)) {
      throw new Fault(
          ErrorCode.BAD_REQUEST, name + " must be 1-" + max + " visible ASCII characters");
    }
    return value;
  }

  /** A header, given at most once. */
  @Nullable String header(String name) {
    List<String> values = context.request().headers().getAll(name);
    if (values.size() > 1) {
      throw new Fault(ErrorCode.BAD_REQUEST, name + " is given more than once");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
