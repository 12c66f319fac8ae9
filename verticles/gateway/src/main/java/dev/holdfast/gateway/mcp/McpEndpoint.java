package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.Utf8;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.http.Bodies;
import dev.holdfast.gateway.http.HttpApi;
import dev.holdfast.gateway.http.RequestIds;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.McpHeaders;
import dev.holdfast.gateway.mcp.legacy.LegacyEra;
import dev.holdfast.gateway.mcp.modern.ModernEra;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcReader;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.session.Authenticator;
import dev.holdfast.gateway.session.Credential;
import dev.holdfast.gateway.session.Views;
import dev.holdfast.gateway.token.JwtConfig;
import dev.holdfast.shared.identity.Access;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one path of the protocol, and the documents that lead to it. */
public final class McpEndpoint implements HttpApi.Mounted {
  public static final String PATH = "/mcp";

  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.POST, HttpMethod.GET, HttpMethod.DELETE);

  private final Authenticator authenticator;
  private final Bodies bodies;
  private final Limits limits;
  private final CallerCheck callers;
  private final ResourceMetadata metadata;
  private final LegacyEra legacy;
  private final ModernEra modern;
  private final Connections connections;
  private final McpResponses responses;

  public McpEndpoint(
      Authenticator authenticator,
      Bodies bodies,
      Limits limits,
      McpConfig config,
      JwtConfig tokens,
      LegacyEra legacy,
      ModernEra modern,
      StreamParts streams) {
    this.authenticator = authenticator;
    this.bodies = bodies;
    this.limits = limits;
    this.callers = new CallerCheck(config);
    this.metadata = new ResourceMetadata(config, tokens);
    this.legacy = legacy;
    this.modern = modern;
    this.connections = streams.connections();
    this.responses = new McpResponses(metadata, streams);
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void on(Router router) {
    router.get(ResourceMetadata.PATH).handler(this::describe);
    router.get(ResourceMetadata.PATH + PATH).handler(this::describe);
  }

  private void describe(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .end(metadata.document(context.request().getHeader("Host")));
  }

  @Override
  public void handle(HttpServerRequest request) {
    RequestIds.of(request);
    if (!METHODS.contains(request.method())) {
      responses.notAllowed(request);
      return;
    }
    // Composed, so that whatever is thrown on the way is refused as well.
    Future.succeededFuture()
        .compose(go -> admitted(request))
        .compose(access -> read(request).compose(body -> answer(request, access, body)))
        .onFailure(failure -> responses.refuse(request, RpcOut.NO_ID, failure));
  }

  private Future<Access> admitted(HttpServerRequest request) {
    Bodies.hold(request);
    callers.require(request.getHeader(HttpHeaders.HOST), request.getHeader(HttpHeaders.ORIGIN));
    return authenticator
        .authenticate(Credential.ofHeader(request.getHeader(HttpHeaders.AUTHORIZATION)))
        .map(access -> {
          limits.ask(access.principal());
          Views.requireMore(access);
          return access;
        });
  }

  private Future<Buffer> read(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.POST)) {
      return bodies.read(request);
    }
    Bodies.discard(request);
    return Future.succeededFuture(Buffer.buffer());
  }

  /** Once the message is read, every refusal names its id. */
  private Future<Void> answer(HttpServerRequest request, Access access, Buffer body) {
    StreamPlace place = new StreamPlace(connections, request, access.principal());
    Exchange exchange =
        new Exchange(access, name -> header(request, name), RequestIds.of(request), place);
    RpcMessage message =
        request.method().equals(HttpMethod.POST)
            ? RpcReader.read(text(body))
            : new RpcMessage.Notification("", Fields.none());
    String id = message instanceof RpcMessage.Request asked ? asked.id() : RpcOut.NO_ID;
    return attempt(request.method(), exchange, message)
        .compose(answer -> responses.write(request, access, answer, place))
        .recover(failure -> {
          responses.refuse(request, id, failure);
          return Future.succeededFuture();
        })
        .onComplete(done -> place.free());
  }

  private Future<McpAnswer> attempt(HttpMethod method, Exchange exchange, RpcMessage message) {
    try {
      return dispatched(method, exchange, message);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private Future<McpAnswer> dispatched(HttpMethod method, Exchange exchange, RpcMessage message) {
    String version = exchange.headers().get(McpHeaders.VERSION);
    boolean says = version != null && ModernEra.speaks(version);
    if (method.equals(HttpMethod.POST)) {
      return says || ModernEra.isIn(message)
          ? modern.post(exchange, message)
          : legacy.post(exchange, message);
    }
    if (says) {
      return Future.failedFuture(
          RpcRefusal.with(405, RpcCode.INVALID_REQUEST, "this version has nothing but POST"));
    }
    return method.equals(HttpMethod.GET) ? legacy.get(exchange) : legacy.delete(exchange);
  }

  private static String text(Buffer body) {
    return Utf8.decode(body)
        .orElseThrow(() -> RpcRefusal.of(RpcCode.PARSE_ERROR, "the body is not UTF-8"));
  }

  private static @Nullable String header(HttpServerRequest request, CharSequence name) {
    String value = request.getHeader(name);
    return value == null ? null : value.strip();
  }
}
