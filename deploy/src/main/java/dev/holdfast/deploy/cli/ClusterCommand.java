package dev.holdfast.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Plain;
import dev.holdfast.deploy.cli.show.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast cluster}: the pods of the fleet. */
@Command(
    name = "cluster",
    description = "Show every pod of the fleet; needs a key with the scope operator.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ClusterCommand implements Callable<Integer> {
  @Mixin private ServerOption server = new ServerOption();

  @Override
  public Integer call() {
    try (Api api = server.open()) {
      JsonNode cluster = api.get(new Query("/api/cluster").path());
      server.screen().show(cluster, shown(cluster));
    }
    return 0;
  }

  private static Table shown(JsonNode cluster) {
    Table table =
        new Table(
            "POD",
            "NO",
            "STATE",
            "VERSION",
            "STARTED",
            "HTTP",
            "CONNECTIONS",
            "WATCHERS",
            "LEASES",
            "RUNNING");
    for (JsonNode pod : cluster.path("pods")) {
      table.row(
          Plain.of(pod.path("pod")),
          Plain.of(pod.path("incarnation")),
          Plain.of(pod.path("state")),
          Plain.of(pod.path("version")),
          Plain.of(pod.path("started_at")),
          Plain.of(pod.path("http")),
          Plain.of(pod.path("connections")),
          Plain.of(pod.path("watchers")),
          Plain.of(pod.path("sessions_leased")),
          Plain.of(pod.path("tasks_running")));
    }
    return table.last("answered by " + Plain.of(cluster.path("answered_by")));
  }
}
