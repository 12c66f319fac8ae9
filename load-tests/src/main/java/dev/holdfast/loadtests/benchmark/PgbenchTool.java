package dev.holdfast.loadtests.benchmark;

import java.util.ArrayList;
import java.util.List;

/** {@code pgbench -S}: selects by primary key, each client on a connection of its own. */
final class PgbenchTool implements Contestant {
  static final String PROGRAM = "pgbench";
  private static final String DATABASE = "pgbench";

  private final Servers servers;
  private final int clients;
  private final String protocol;

  /**
   * @param protocol {@code simple}, its default, or {@code prepared}
   */
  PgbenchTool(Servers servers, int clients, String protocol) {
    this.servers = servers;
    this.clients = clients;
    this.protocol = protocol;
  }

  static void prepare(Servers servers, int scale) throws Exception {
    servers.execute("CREATE DATABASE " + DATABASE);
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-i", "-q", "-s", "" + scale));
    command.addAll(where(servers));
    Tool.run(command);
  }

  @Override
  public String name() {
    return PROGRAM + " -S -c " + clients + " -M " + protocol;
  }

  @Override
  public Sample measure(long millis) throws Exception {
    long seconds = Math.max(1, millis / 1_000);
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAM, "-n", "-S", "-c", "" + clients, "-M", protocol, "-T", "" + seconds));
    command.addAll(where(servers));
    long server = servers.postgresCpu();
    String printed = Tool.run(command);
    double perSecond = Tool.number(printed, "tps = ([0-9.]+)");
    double average = Tool.number(printed, "latency average = ([0-9.]+)") * 1e3;
    return new Sample(
        Math.round(perSecond * seconds),
        seconds * 1_000_000_000,
        0,
        servers.postgresCpu() - server,
        average,
        Double.NaN);
  }

  private static List<String> where(Servers servers) {
    return List.of(
        "-h", "127.0.0.1", "-p", "" + servers.postgresPort(), "-U", "postgres", DATABASE);
  }
}
