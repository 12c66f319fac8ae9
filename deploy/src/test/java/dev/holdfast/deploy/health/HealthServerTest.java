package dev.holdfast.deploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.metrics.PodMeters;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HealthServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final PodMeters meters = new PodMeters();

  @AfterEach
  void close() {
    Await.result(vertx.close());
    meters.close();
  }

  @Test
  void row_78_a_pod_is_alive_before_it_is_started_and_ready_only_while_it_serves()
      throws Exception {
    HealthServer health = new HealthServer(vertx, TestPostgres.freshDatabase(), meters);
    int port = Await.result(health.listen("127.0.0.1", 0));
    assertThat(status(port, "live")).isEqualTo(200);
    assertThat(status(port, "startup")).isEqualTo(503);
    assertThat(status(port, "ready")).isEqualTo(503);

    health.started();
    assertThat(status(port, "startup")).isEqualTo(200);
    assertThat(status(port, "ready")).isEqualTo(200);
    assertThat(ready(port))
        .isEqualTo(
            new JsonObject(
                """
                {"status":"up","phase":"serving","components":{
                  "verticles":{"status":"up"},"postgres":{"status":"up"},
                  "cluster":{"status":"alone"}}}
                """));

    health.draining();
    assertThat(status(port, "live")).isEqualTo(200);
    assertThat(status(port, "ready")).isEqualTo(503);
  }

  @Test
  void a_pod_says_of_every_event_loop_how_late_it_is() throws Exception {
    HealthServer health = new HealthServer(vertx, TestPostgres.freshDatabase(), meters);
    int port = Await.result(health.listen("127.0.0.1", 0));
    JsonObject told = new JsonObject(send(request(port, "loops").build()).body());
    assertThat(told.getInteger("loops")).isEqualTo(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    assertThat(told.getLong("lag_us_max")).isGreaterThanOrEqualTo(told.getLong("lag_us_p99"));
  }

  @Test
  void a_timer_that_came_late_is_told_of_and_one_in_time_is_none() {
    LoopLag.Looks looks = new LoopLag.Looks(0);
    looks.look(20_000_000);
    looks.look(45_000_000);
    assertThat(looks.all(59_000_000)).containsExactly(0L, 5_000_000L);
  }

  @Test
  void timers_of_a_blocked_loop_are_late_before_they_come() {
    LoopLag.Looks looks = new LoopLag.Looks(0);
    looks.look(20_000_000);
    assertThat(looks.all(85_000_000)).containsExactly(45_000_000L, 25_000_000L, 5_000_000L, 0L);
    assertThat(looks.all(10_000_000_000L)).hasSize(150).doesNotContain(0L);
  }

  @Test
  void row_78_a_pod_without_postgres_is_alive_and_not_ready() throws Exception {
    HealthServer health =
        new HealthServer(
            vertx, new PostgresConfig("postgresql://u:p@127.0.0.1:1/d", 1, 1, 200), meters);
    int port = Await.result(health.listen("127.0.0.1", 0));
    health.started();
    assertThat(status(port, "live")).isEqualTo(200);
    assertThat(status(port, "ready")).isEqualTo(503);
    assertThat(ready(port).getJsonObject("components").getJsonObject("postgres"))
        .isEqualTo(new JsonObject().put("status", "down"));
  }

  @Test
  void other_paths_and_methods_are_refused() throws Exception {
    HealthServer health = new HealthServer(vertx, TestPostgres.freshDatabase(), meters);
    int port = Await.result(health.listen("127.0.0.1", 0));
    assertThat(status(port, "")).isEqualTo(404);
    HttpRequest post = request(port, "live").POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(send(post).statusCode()).isEqualTo(405);
  }

  private static JsonObject ready(int port) throws Exception {
    return new JsonObject(send(request(port, "ready").build()).body());
  }

  private static int status(int port, String name) throws Exception {
    return send(request(port, name).build()).statusCode();
  }

  private static HttpRequest.Builder request(int port, String name) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/" + name));
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
