package dev.holdfast.gateway.http;

import java.util.List;
import java.util.stream.Stream;

/** All routes together. */
public final class Routes {
  private Routes() {}

  public static List<Route> of(
      TaskRoutes tasks,
      SessionRoutes sessions,
      EventRoutes events,
      EntryRoutes entries,
      KeyRoutes keys,
      TicketRoutes tickets,
      ProjectRoutes projects,
      ShareRoutes shares,
      BindingRoutes bindings,
      ToolRoutes tools,
      PresenceRoutes presence,
      ControlRoutes control,
      ClusterRoutes cluster,
      ServiceRoutes service) {
    return Stream.of(
            tasks.routes(),
            sessions.routes(),
            events.routes(),
            entries.routes(),
            keys.routes(),
            tickets.routes(),
            projects.routes(),
            shares.routes(),
            bindings.routes(),
            tools.routes(),
            presence.routes(),
            control.routes(),
            cluster.routes(),
            service.routes())
        .flatMap(List::stream)
        .toList();
  }
}
