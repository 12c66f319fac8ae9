package dev.holdfast.gateway;

import dev.holdfast.gateway.connection.Announcer;
import dev.holdfast.gateway.connection.Connections;
import dev.holdfast.gateway.connection.CredentialWatch;
import dev.holdfast.gateway.connection.Drivers;
import dev.holdfast.gateway.connection.Presences;
import dev.holdfast.gateway.connection.Turns;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.http.BindingRoutes;
import dev.holdfast.gateway.http.Bodies;
import dev.holdfast.gateway.http.ClusterRoutes;
import dev.holdfast.gateway.http.ControlRoutes;
import dev.holdfast.gateway.http.EntryRoutes;
import dev.holdfast.gateway.http.EventRoutes;
import dev.holdfast.gateway.http.HttpApi;
import dev.holdfast.gateway.http.HttpListener;
import dev.holdfast.gateway.http.KeyRoutes;
import dev.holdfast.gateway.http.PresenceRoutes;
import dev.holdfast.gateway.http.ProjectRoutes;
import dev.holdfast.gateway.http.Routes;
import dev.holdfast.gateway.http.ServiceRoutes;
import dev.holdfast.gateway.http.SessionRoutes;
import dev.holdfast.gateway.http.ShareRoutes;
import dev.holdfast.gateway.http.TaskRoutes;
import dev.holdfast.gateway.http.TicketRoutes;
import dev.holdfast.gateway.http.ToolRoutes;
import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.mcp.McpEndpoint;
import dev.holdfast.gateway.mcp.NewsDesk;
import dev.holdfast.gateway.mcp.StreamParts;
import dev.holdfast.gateway.mcp.legacy.LegacyEra;
import dev.holdfast.gateway.mcp.modern.ModernEra;
import dev.holdfast.gateway.mcp.modern.RequestState;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.tools.OperatorTools;
import dev.holdfast.gateway.mcp.tools.ProductTools;
import dev.holdfast.gateway.mcp.tools.ToolDesk;
import dev.holdfast.gateway.session.Accepting;
import dev.holdfast.gateway.session.Authenticator;
import dev.holdfast.gateway.session.Bindings;
import dev.holdfast.gateway.session.Cluster;
import dev.holdfast.gateway.session.Controls;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.Keys;
import dev.holdfast.gateway.session.McpSessions;
import dev.holdfast.gateway.session.Projects;
import dev.holdfast.gateway.session.Servers;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.Sharing;
import dev.holdfast.gateway.session.Submission;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.gateway.session.Tickets;
import dev.holdfast.gateway.session.Tools;
import dev.holdfast.gateway.token.JwtVerifier;
import dev.holdfast.gateway.worker.WorkerDesk;
import dev.holdfast.gateway.ws.Services;
import dev.holdfast.gateway.ws.Upgrade;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One gateway instance on one event loop; instances with the same port share it.
 *
 * <p>At its stop every lasting connection is told when to come back and closed, then requests under
 * way are let end.
 */
public final class GatewayVerticle extends VerticleBase {
  private final GatewayConfig config;
  private final Bus bus;
  private final PodId pod;
  private final Limits limits;
  private final Tracing tracing;
  private final Connections connections;
  private @Nullable HttpListener listener;

  /**
   * @param limits what all instances of the pod count together
   */
  public GatewayVerticle(GatewayConfig config, Bus bus, PodId pod, Limits limits, Tracing tracing) {
    this.config = config;
    this.bus = bus;
    this.pod = pod;
    this.limits = limits;
    this.tracing = tracing;
    this.connections =
        new Connections(
            config.connection(), new Announcer(bus, pod.name(), Clock.systemUTC()), limits);
  }

  @Override
  public Future<?> start() {
    Watches watches = new Watches(vertx, bus, config.connection(), limits.watchers());
    watches.listen();
    Presences presences = new Presences(vertx, bus, limits.presences());
    presences.listen();
    new CredentialWatch(vertx, bus, connections, config.connection(), Clock.systemUTC()).begin();
    Authenticator authenticator = new Authenticator(bus, JwtVerifier.of(vertx, config.jwt()));
    Sessions sessions = new Sessions(bus);
    Accepting accepting = new Accepting(bus, tracing);
    Submission submission = new Submission(bus, accepting);
    TaskQueries tasks = new TaskQueries(bus);
    Entries entries = new Entries(bus);
    Projects projects = new Projects(bus);
    Sharing sharing = new Sharing(bus);
    Bindings bindings = new Bindings(bus);
    Tools tools = new Tools(bus, accepting);
    Controls controls = new Controls(bus, config.connection().controlLeaseMs());
    Drivers drivers = new Drivers(vertx, bus, config.connection().controlLeaseMs());
    drivers.begin();
    WorkerDesk workers = new WorkerDesk(bus);
    workers.listen();
    Turns openings = new Turns(config.connection().openingsAtOnce());
    Services services =
        new Services(
            config.ws(),
            config.connection(),
            limits,
            connections,
            watches,
            presences,
            authenticator,
            sessions,
            submission,
            tasks,
            entries,
            projects,
            sharing,
            bindings,
            tools,
            workers,
            controls,
            drivers,
            openings,
            pod.name());
    HttpApi api =
        new HttpApi(
            authenticator,
            config.http(),
            limits,
            Routes.of(
                new TaskRoutes(submission, tasks, sessions),
                new SessionRoutes(sessions, tasks),
                new EventRoutes(
                    config.connection(),
                    config.polls(),
                    connections,
                    watches,
                    openings,
                    sessions,
                    tasks),
                new EntryRoutes(sessions, entries),
                new KeyRoutes(new Keys(bus)),
                new TicketRoutes(
                    new Tickets(
                        bus,
                        config.connection().ticketMs(),
                        config.connection().ticketsPerMinuteMax())),
                new ProjectRoutes(projects),
                new ShareRoutes(sessions, sharing),
                new BindingRoutes(sessions, bindings),
                new ToolRoutes(tools, sessions),
                new PresenceRoutes(config.connection(), connections, presences, sessions),
                new ControlRoutes(sessions, controls),
                new ClusterRoutes(new Cluster(bus), pod.name()),
                new ServiceRoutes()),
            new Upgrade(services),
            mcp(authenticator, sessions, submission, tasks, entries, projects, tools, watches));
    HttpListener opening =
        new HttpListener(vertx, config.http(), config.ws().frameBytesMax(), api.handler(vertx));
    listener = opening;
    return opening.listen();
  }

  @Override
  public Future<?> stop() {
    HttpListener open = listener;
    return connections
        .goAway()
        .compose(gone -> open == null ? Future.succeededFuture() : open.close());
  }

  private McpEndpoint mcp(
      Authenticator authenticator,
      Sessions sessions,
      Submission submission,
      TaskQueries tasks,
      Entries entries,
      Projects projects,
      Tools tools,
      Watches watches) {
    McpSessions mcp = new McpSessions(bus);
    ToolDesk desk =
        new ToolDesk(
            new ProductTools(sessions, projects, entries, submission, tasks, mcp),
            new OperatorTools(tools, sessions));
    Offers offers = new Offers(sessions, tasks, entries, new Servers(bus));
    NewsDesk news = new NewsDesk(vertx, mcp, config.mcp().checkMs());
    news.begin();
    return new McpEndpoint(
        authenticator,
        new Bodies(config.http()),
        limits,
        config.mcp(),
        config.jwt(),
        new LegacyEra(mcp, desk, offers, tasks),
        new ModernEra(
            limits,
            desk,
            offers,
            tasks,
            new RequestState(
                config.mcp().stateSecret(), config.mcp().stateMs(), Clock.systemUTC())),
        new StreamParts(vertx, config.connection(), connections, watches, tasks, news));
  }

  /** The port that is really listened at; only after the start. */
  public int port() {
    HttpListener open = listener;
    if (open == null) {
      throw new IllegalStateException("not started");
    }
    return open.port();
  }
}
