package dev.holdfast.loadtests.benchmark;

import dev.holdfast.deploy.fleet.Fleet;
import dev.holdfast.deploy.fleet.PodProcess;
import dev.holdfast.deploy.process.Ports;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Goal 10: {@code tools/call} in sessions of the Model Context Protocol, beside servers that others
 * wrote and the least that Vert.x can do, each in turn and asked by the same client.
 *
 * <p>{@code --callers=32 --sessions=100}; {@code --peers=0} leaves the servers of others out,
 * {@code --bare=0} the limit. Ours has no tool that does nothing, so that beside their {@code echo}
 * stands a call that is refused for its arguments: the whole path but the command. {@code
 * get_project} is read from Postgres here, and from the servers' memory there.
 */
public final class McpCalls {
  static final String OURS = "Holdfast, durable sessions";
  static final String OURS_WITH_STORES = "the same, Postgres and Redis counted";
  static final String QUARKUS = "Quarkus MCP server";
  static final String JAVA_SDK = "official Java SDK, Tomcat";
  static final String TYPESCRIPT = "official TypeScript SDK";
  static final String BARE = "bare Vert.x, the limit";
  private static final int HEAP_MEGABYTES = 768;
  private static final JsonObject NONE = new JsonObject();

  /** One server with its clients. */
  private record Side(String name, McpCallers callers, LongSupplier cpu) {}

  private final int callers;
  private final int sessions;
  private final Closing closing;

  private McpCalls(int callers, int sessions, Closing closing) {
    this.callers = callers;
    this.sessions = sessions;
    this.closing = closing;
  }

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int rounds = options.number("rounds", 5);
    int roundMs = options.number("round_ms", 3_000);
    int warmUpMs = options.number("warmup_ms", 12_000);
    int callers = options.number("callers", 32);
    int sessions = options.number("sessions", 100);
    boolean bare = options.number("bare", 1) > 0;
    boolean peers = options.number("peers", 1) > 0;
    Map<String, Integer> parameters = options.used();
    try (Closing closing = new Closing()) {
      McpCalls calls = new McpCalls(callers, sessions, closing);
      List<Side> ours = calls.ours();
      List<Side> theirs = new ArrayList<>(bare ? List.of(calls.limit()) : List.of());
      theirs.addAll(peers ? calls.theirs() : List.of());
      List<Contestant> trivial = new ArrayList<>();
      ours.forEach(side -> trivial.add(calls.refused(side)));
      theirs.forEach(side -> trivial.add(calls.echo(side)));
      List<Contestant> bound = new ArrayList<>();
      ours.forEach(side -> bound.add(calls.project(side)));
      theirs.forEach(side -> bound.add(calls.project(side)));
      print("Goal 10 MCP calls of a trivial tool", parameters, trivial, rounds, warmUpMs, roundMs);
      print("Goal 10 MCP get_project of a session", parameters, bound, rounds, warmUpMs, roundMs);
    }
  }

  private Contestant refused(Side side) {
    return side.callers()
        .calling(callers, side.cpu(), "append_entry", NONE, number -> "missing_field");
  }

  private Contestant echo(Side side) {
    return side.callers()
        .calling(
            callers, side.cpu(), "echo", new JsonObject().put("text", "again"), number -> "again");
  }

  private Contestant project(Side side) {
    return side.callers()
        .calling(
            callers,
            side.cpu(),
            "get_project",
            NONE,
            number -> McpCallers.project(Integer.parseInt(number)));
  }

  private static void print(
      String title,
      Map<String, Integer> parameters,
      List<Contestant> contestants,
      int rounds,
      int warmUpMs,
      int roundMs)
      throws Exception {
    Report report =
        new Report(title, parameters, new Contest(contestants).run(rounds, warmUpMs, roundMs));
    report.print(
        System.out,
        goals(report),
        "server us is the processor time of the server for each call; the ratios are of calls for"
            + " each processor second of the server, without stores; ours checks the credential"
            + " and keeps sessions in Postgres (fsync, synchronous_commit on), theirs check"
            + " nothing and keep them in memory");
  }

  private static List<Report.Ratio> goals(Report report) {
    List<Report.Ratio> ratios = new ArrayList<>();
    double cpu = report.median(OURS, Sample::serverCpuMicros);
    Map.of(BARE, 0.6, QUARKUS, 1.5, JAVA_SDK, 3.0, TYPESCRIPT, 12.0)
        .forEach((peer, goal) -> {
          double theirs = report.median(peer, Sample::serverCpuMicros);
          if (!Double.isNaN(theirs)) {
            ratios.add(
                Report.Ratio.atLeast("calls for a CPU second, of " + peer, theirs / cpu, goal));
          }
        });
    return ratios;
  }

  /** One pod; its second line takes turns of its own and counts the stores as well. */
  private List<Side> ours() throws Exception {
    Servers servers = closing.add(Servers.start());
    String token = "hf_bench_" + UUID.randomUUID();
    servers.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, scope, label) VALUES ('"
            + Fleet.sha256(token)
            + "', 'bench', 'mcp', 'session', 'benchmark')");
    Map<String, String> settings =
        TaskFleet.settings(servers, "mcp-" + UUID.randomUUID(), Ports.free(1), 0);
    for (String limit :
        List.of(
            "connections_per_ip_max",
            "connections_per_principal_max",
            "opens_per_second_per_ip_max",
            "requests_per_second_per_principal_max")) {
      settings.put("gateway." + limit, "0");
    }
    PodProcess pod = PodProcess.launch("pod-0", settings, HEAP_MEGABYTES);
    closing.add((AutoCloseable) pod::kill);
    pod.awaitReady();
    LongSupplier cpu = () -> Cpu.of(pod.pid());
    LongSupplier all = () -> cpu.getAsLong() + servers.postgresCpu() + servers.redisCpu();
    return List.of(
        side(OURS, pod.uri().getPort(), token, cpu),
        side(OURS_WITH_STORES, pod.uri().getPort(), token, all));
  }

  private Side limit() throws Exception {
    McpPeer bare = closing.add(McpPeer.bare());
    return side(BARE, bare.port(), "", bare::cpu);
  }

  private List<Side> theirs() throws Exception {
    McpPeer quarkus = closing.add(McpPeer.quarkus());
    McpPeer javaSdk = closing.add(McpPeer.javaSdk());
    McpPeer typeScript = closing.add(McpPeer.typeScript());
    return List.of(
        side(QUARKUS, quarkus.port(), "", quarkus::cpu),
        side(JAVA_SDK, javaSdk.port(), "", javaSdk::cpu),
        side(TYPESCRIPT, typeScript.port(), "", typeScript::cpu));
  }

  private Side side(String name, int port, String token, LongSupplier cpu) throws Exception {
    McpCallers all = closing.add(new McpCallers(name, port, token));
    all.open(sessions);
    return new Side(name, all, cpu);
  }
}
