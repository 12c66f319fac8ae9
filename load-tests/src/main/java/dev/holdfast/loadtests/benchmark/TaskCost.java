package dev.holdfast.loadtests.benchmark;

import java.util.Locale;

/**
 * What one durable no-op task costs: processor time of the pods and of each store, and every
 * statement that Postgres ran for it, by the time it took there.
 *
 * <p>{@code --pods=1 --callers=32 --sessions=1000 --warmup_ms=20000 --round_ms=20000 --shown=25}.
 * Statements are what goes there and back; those of one batch count one each.
 */
public final class TaskCost {
  private static final String TOP =
      """
      SELECT coalesce(string_agg(format('%s | %s | %s | %s | %s',
          round(calls / TASKS::numeric, 2), round((total_exec_time * 1000 / TASKS)::numeric, 1),
          round((total_exec_time * 1000 / calls)::numeric, 1),
          round((shared_blks_hit + shared_blks_read) / calls::numeric, 1),
          left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 110)), chr(10) ORDER BY total_exec_time DESC), '')
      FROM (SELECT * FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT SHOWN) top
      """;
  private static final String CALLS =
      "SELECT round(sum(calls) / TASKS::numeric, 1) || ' statements a task, ' ||"
          + " round((sum(total_exec_time) * 1000 / TASKS)::numeric) || ' us in them'"
          + " FROM pg_stat_statements";

  private TaskCost() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int pods = options.number("pods", 1);
    int callers = options.number("callers", 32);
    int sessions = options.number("sessions", 1_000);
    int warmUpMs = options.number("warmup_ms", 20_000);
    int roundMs = options.number("round_ms", 20_000);
    int shown = options.number("shown", 25);
    System.out.println("parameters " + options.used() + ", " + Machine.line());
    try (Servers servers = Servers.startCounting();
        TaskFleet ours = TaskFleet.start(servers, pods, sessions)) {
      Contestant tasks = ours.closed("tasks", callers);
      tasks.measure(warmUpMs);
      servers.ask("SELECT pg_stat_statements_reset()");
      long podCpu = ours.podCpu();
      long postgresCpu = servers.postgresCpu();
      long redisCpu = servers.redisCpu();
      Sample sample = tasks.measure(roundMs);
      double done = sample.operations();
      System.out.printf(
          Locale.ROOT,
          "%.0f tasks a second, p50 %.1f ms, p99 %.1f ms%nprocessor time a task: pods %.0f us,"
              + " Postgres %.0f us, Redis %.0f us%n",
          sample.perSecond(),
          sample.p50Micros() / 1e3,
          sample.p99Micros() / 1e3,
          (ours.podCpu() - podCpu) / 1e3 / done,
          (servers.postgresCpu() - postgresCpu) / 1e3 / done,
          (servers.redisCpu() - redisCpu) / 1e3 / done);
      String operations = Long.toString(sample.operations());
      System.out.println(servers.ask(CALLS.replace("TASKS", operations)));
      System.out.println("calls a task | us a task | us a call | pages a call | statement");
      System.out.println(
          servers.ask(TOP.replace("TASKS", operations).replace("SHOWN", Integer.toString(shown))));
    }
  }
}
