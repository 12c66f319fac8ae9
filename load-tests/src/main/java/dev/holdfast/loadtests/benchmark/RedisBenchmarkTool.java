package dev.holdfast.loadtests.benchmark;

import java.util.List;

/** {@code redis-benchmark -t get}: what Redis gives to a program that does nothing else. */
final class RedisBenchmarkTool implements Contestant {
  static final String PROGRAM = "redis-benchmark";
  private static final int VALUE_BYTES = 130;

  private final Servers servers;
  private final int callers;
  private final int keys;
  private double perSecond = 20_000;

  RedisBenchmarkTool(Servers servers, int callers, int keys) throws Exception {
    this.servers = servers;
    this.callers = callers;
    this.keys = keys;
    Tool.run(command("set", keys * 3L));
  }

  @Override
  public String name() {
    return PROGRAM + " GET";
  }

  @Override
  public Sample measure(long millis) throws Exception {
    long operations = Math.max(1_000, Math.round(perSecond * millis / 1_000));
    long server = servers.redisCpu();
    String printed = Tool.run(command("get", operations));
    long serverCpu = servers.redisCpu() - server;
    String row = "\"GET[^\n]*?\",\"([0-9.]+)\"";
    perSecond = Tool.number(printed, row);
    String skip = "\"GET[^\n]*?\"(?:,\"[0-9.]+\")";
    return new Sample(
        operations,
        Math.round(operations / perSecond * 1e9),
        0,
        serverCpu,
        Tool.number(printed, skip + "{3},\"([0-9.]+)\"") * 1e3,
        Tool.number(printed, skip + "{5},\"([0-9.]+)\"") * 1e3);
  }

  private List<String> command(String test, long operations) {
    return List.of(
        PROGRAM,
        "-h",
        "127.0.0.1",
        "-p",
        Integer.toString(servers.redisPort()),
        "-c",
        Integer.toString(callers),
        "-n",
        Long.toString(operations),
        "-r",
        Integer.toString(keys),
        "-d",
        Integer.toString(VALUE_BYTES),
        "-t",
        test,
        "--csv");
  }
}
