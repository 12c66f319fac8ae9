package dev.holdfast.deploy.fleet;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A collector that takes OTLP over HTTP, read with the protocol's own classes. */
final class SpanCollector implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  /**
   * A span that came.
   *
   * @param pod what its resource names as the instance
   */
  record Seen(
      String trace,
      String id,
      String parent,
      String name,
      String pod,
      Span.SpanKind kind,
      Map<String, String> notes) {}

  private SpanCollector(HttpServer server) {
    this.server = server;
  }

  static SpanCollector open() {
    try {
      SpanCollector collector =
          new SpanCollector(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      collector.server.createContext("/", collector::take);
      collector.server.start();
      return collector;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Those of a trace, in the order in which they came. */
  List<Seen> of(String trace) {
    return seen.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** Everything that came, as one text of single bytes. */
  String raw() {
    return String.join("", bodies);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean known = exchange.getRequestURI().getPath().equals("/v1/traces");
      if (known) {
        bodies.add(new String(body, StandardCharsets.ISO_8859_1));
        read(body);
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(known ? OK : NOT_FOUND, -1);
    }
  }

  private void read(byte[] body) throws InvalidProtocolBufferException {
    for (ResourceSpans of : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      String pod =
          notes(of.getResource().getAttributesList()).getOrDefault("service.instance.id", "");
      of.getScopeSpansList()
          .forEach(scope ->
              scope
                  .getSpansList()
                  .forEach(span ->
                      seen.add(
                          new Seen(
                              hex(span.getTraceId().toByteArray()),
                              hex(span.getSpanId().toByteArray()),
                              hex(span.getParentSpanId().toByteArray()),
                              span.getName(),
                              pod,
                              span.getKind(),
                              notes(span.getAttributesList())))));
    }
  }

  private static Map<String, String> notes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> each.getValue().getStringValue()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
