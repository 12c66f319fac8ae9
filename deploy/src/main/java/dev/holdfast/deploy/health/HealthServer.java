package dev.holdfast.deploy.health;

import dev.holdfast.deploy.metrics.PodMeters;
import dev.holdfast.deploy.store.PostgresProbe;
import dev.holdfast.shared.config.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /health/startup}, {@code /health/live} and {@code /health/ready} with 200 or
 * 503, {@code /health/loops} with how late the event loops are, and {@code /metrics}, on a port of
 * its own that is not for clients.
 *
 * <p>Live says only that the process turns: a pod whose Postgres is gone must not be restarted for
 * it. Ready says whether new clients should be sent here.
 */
public final class HealthServer {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);

  private final Vertx vertx;
  private final PostgresProbe postgres;
  private final PodMeters meters;
  private final LoopLag lag = new LoopLag();
  private volatile PodPhase phase = PodPhase.STARTING;

  public HealthServer(Vertx vertx, PostgresConfig postgres, PodMeters meters) {
    this.vertx = vertx;
    this.postgres = new PostgresProbe(vertx, postgres);
    this.meters = meters;
    lag.measure(meters.registry());
  }

  /**
   * Begins to listen.
   *
   * @return the port that is listened on
   */
  public Future<Integer> listen(String host, int port) {
    return vertx
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(port, host)
        .compose(server -> lag.begin(vertx).map(id -> server.actualPort()));
  }

  public void started() {
    phase = PodPhase.SERVING;
  }

  public void draining() {
    phase = PodPhase.DRAINING;
  }

  /** Where the pod is in its life; for any thread. */
  public PodPhase phase() {
    return phase;
  }

  private void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      request.response().putHeader("Allow", "GET, HEAD");
      request.response().setStatusCode(METHOD_NOT_ALLOWED).end();
      return;
    }
    switch (request.path()) {
      case "/health/live" -> reply(request, true, HealthJson.phase(phase));
      case "/health/startup" -> reply(request, phase != PodPhase.STARTING, HealthJson.phase(phase));
      case "/health/loops" -> reply(request, true, HealthJson.loops(lag.told()));
      case "/metrics" -> metrics(request);
      case "/health/ready" -> postgres.answers().onSuccess(up -> ready(request, up));
      default -> request.response().setStatusCode(NOT_FOUND).end();
    }
  }

  private void metrics(HttpServerRequest request) {
    vertx
        .executeBlocking(meters::told, false)
        .onSuccess(text -> request.response().putHeader("Content-Type", PROMETHEUS).end(text))
        .onFailure(failure -> {
          LOG.error("cannot tell the metrics", failure);
          request.response().setStatusCode(FAILED).end();
        });
  }

  private void ready(HttpServerRequest request, boolean postgresUp) {
    PodPhase now = phase;
    boolean ready = now == PodPhase.SERVING && postgresUp;
    reply(request, ready, HealthJson.components(now, postgresUp, vertx.isClustered()));
  }

  private static void reply(HttpServerRequest request, boolean up, String body) {
    request
        .response()
        .setStatusCode(up ? OK : UNAVAILABLE)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }
}
