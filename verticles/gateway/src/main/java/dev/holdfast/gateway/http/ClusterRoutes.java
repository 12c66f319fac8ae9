package dev.holdfast.gateway.http;

import dev.holdfast.gateway.codec.ClusterJson;
import dev.holdfast.gateway.session.Cluster;
import io.vertx.core.Future;
import java.util.List;

/** {@code /api/cluster}: the pods of the fleet, for operators. */
public final class ClusterRoutes {
  private final Cluster cluster;
  private final String pod;

  /**
   * @param pod the name of this pod
   */
  public ClusterRoutes(Cluster cluster, String pod) {
    this.cluster = cluster;
    this.pod = pod;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/cluster", this::describe));
  }

  private Future<Answer> describe(Call call) {
    return cluster
        .describe(call.access())
        .map(state -> Answer.json(200, out -> ClusterJson.write(out, pod, state)));
  }
}
