package dev.holdfast.gateway.testing;

import dev.holdfast.gateway.GatewayConfig;
import dev.holdfast.gateway.GatewayVerticle;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.config.Settings;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.message.SubmitTask;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.trace.Tracing;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One gateway that listens on a free port, and its stand-ins. */
public final class Stage implements AutoCloseable {
  public final Vertx vertx = Vertx.vertx();
  public final Others others;
  public final GatewayVerticle gateway;
  private final Bus bus = new Bus(vertx, 5_000);
  private final GatewayConfig config;
  private final String deployment;

  private Stage(Map<String, String> settings) {
    Bus.install(vertx);
    others = new Others(bus);
    Await.result(vertx.deployVerticle(others));
    config = config(settings);
    gateway = instance();
    deployment = Await.result(vertx.deployVerticle(gateway));
  }

  private GatewayVerticle instance() {
    return new GatewayVerticle(
        config, bus, PodId.start("pod-1"), Limits.of(config.limits()), Tracing.OFF);
  }

  /** The port of one more instance of the same pod, which has an event loop of its own. */
  public int anotherPort() {
    GatewayVerticle another = instance();
    Await.result(vertx.deployVerticle(another));
    return another.port();
  }

  /** A gateway with these settings; the port is any free one. */
  public static Stage with(String... keysAndValues) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    settings.put("http.port", "0");
    return new Stage(settings);
  }

  public static GatewayConfig config(Map<String, String> settings) {
    Map<String, Settings.Value> values = new TreeMap<>();
    values.put("registry.cache_secret", new Settings.Value("of-all-pods-of-the-test", "test"));
    settings.forEach((key, text) -> values.put(key, new Settings.Value(text, "test")));
    return GatewayConfig.read(new Settings(values));
  }

  public static Event event(long seq, EventType type, @Nullable String taskId, String data) {
    return new Event(seq, type, taskId, "2026-01-02T03:04:05.000006Z", data);
  }

  /** One step of a task of three. */
  public static Event progress(long seq, String taskId, int iteration) {
    return event(
        seq,
        EventType.TASK_PROGRESS,
        taskId,
        "{\"status\":\"running\",\"current_iteration\":"
            + iteration
            + ",\"total_iterations\":3,\"tokens_used\":0,\"total_tokens\":0}");
  }

  /** Waits for the next submission; answers its task. */
  public String submitted() {
    while (true) {
      if (Others.next(others.asked) instanceof SubmitTask submitted) {
        return others.tasks.newest(submitted.session());
      }
    }
  }

  public int port() {
    return gateway.port();
  }

  /** Stops the gateway as the pod would. */
  public void stopGateway() {
    Await.result(vertx.undeploy(deployment));
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
