package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.testing.Api;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.gateway.testing.Ws;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.Watch;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.trace.Tracing;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayVerticleTest {
  @Test
  void instances_share_a_port_and_each_gets_the_events_of_its_own_watchers() {
    try (Stage stage = Stage.with()) {
      GatewayVerticle second =
          new GatewayVerticle(
              Stage.config(Map.of("http.port", "0")),
              new Bus(stage.vertx, 5_000),
              PodId.start("pod-1"),
              Limits.of(Stage.config(Map.of()).limits()),
              Tracing.OFF);
      Await.result(stage.vertx.deployVerticle(second));
      assertThat(second.port()).isEqualTo(stage.port());
      Set<String> gateways = new HashSet<>();
      Set<Long> watchers = new HashSet<>();
      for (int i = 1; i <= 4; i++) {
        Ws ws = Ws.ready(stage, "window-" + i);
        ws.call(Ws.op("subscribe"));
        Watch watch = Others.next(stage.others.broadcast.watches);
        gateways.add(watch.gateway());
        watchers.add(watch.watcher());
        stage.others.broadcast.deliver(
            watch, Stage.event(i, EventType.TASK_STARTED, "tsk_1", "{}"));
        assertThat(ws.next().getInteger("seq")).isEqualTo(i);
      }
      assertThat(gateways).hasSize(2);
      assertThat(watchers).hasSize(4);
    }
  }

  @Test
  void a_stopped_gateway_takes_no_more_requests() {
    try (Stage stage = Stage.with()) {
      Api ada = new Api(stage.port(), Others.ADA_TOKEN);
      assertThat(ada.get("/").status()).isEqualTo(200);
      stage.stopGateway();
      assertThat(catchThrowable(() -> new Ws(stage.vertx, stage.port()))).isNotNull();
    }
  }
}
