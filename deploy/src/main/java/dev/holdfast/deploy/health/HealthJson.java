package dev.holdfast.deploy.health;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What health answers look like. */
final class HealthJson {
  private HealthJson() {}

  /** {@code {"status":"up","phase":"serving"}}. */
  static String phase(PodPhase phase) {
    return new JsonObject().put("status", "up").put("phase", name(phase)).encode();
  }

  /** {@code {"loops":4,"lag_us_p50":80,"lag_us_p99":900,"lag_us_max":4000}}. */
  static String loops(LoopLag.Told told) {
    return new JsonObject()
        .put("loops", told.loops())
        .put("lag_us_p50", told.p50())
        .put("lag_us_p99", told.p99())
        .put("lag_us_max", told.max())
        .encode();
  }

  /**
   * With the state of each part. {@code cluster} is {@code joined} where the pod is a member of a
   * cluster, be it the only one, and {@code alone} where it runs without.
   */
  static String components(PodPhase phase, boolean postgresUp, boolean clustered) {
    boolean up = phase == PodPhase.SERVING && postgresUp;
    return new JsonObject()
        .put("status", status(up))
        .put("phase", name(phase))
        .put(
            "components",
            new JsonObject()
                .put("verticles", new JsonObject().put("status", status(phase == PodPhase.SERVING)))
                .put("postgres", new JsonObject().put("status", status(postgresUp)))
                .put("cluster", new JsonObject().put("status", clustered ? "joined" : "alone")))
        .encode();
  }

  private static String name(PodPhase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static String status(boolean up) {
    return up ? "up" : "down";
  }
}
