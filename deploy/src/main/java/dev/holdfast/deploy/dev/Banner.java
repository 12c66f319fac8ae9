package dev.holdfast.deploy.dev;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a run says when it is ready; its last lines are for programs as well. */
final class Banner {
  private Banner() {}

  /**
   * What there is to tell.
   *
   * @param ready {@code http://host:port pid n} of each pod, in order
   * @param workerToken the key for workers; empty where no agent is run by them
   * @param startedAt {@link System#nanoTime} when the run began
   */
  record Facts(
      DataFolder folder,
      AgentsJson agents,
      List<String> ready,
      String token,
      String workerToken,
      long startedAt) {
    Facts {
      ready = List.copyOf(ready);
    }
  }

  static void print(PrintStream out, Facts facts) {
    double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - facts.startedAt()) / 1_000.0;
    String first = facts.ready().getFirst();
    String url = first.substring(0, first.indexOf(' '));
    out.printf(
        Locale.ROOT,
        """
        Holdfast is ready after %.1f s (development mode, this machine only).
          data    %s
          logs    %s
          agents  %s

        Submit a task, then follow it to its end:
          token=%s
          task=$(curl -s %s/api/tasks -H "Authorization: Bearer $token" \\
            -H 'Content-Type: application/json' -d '{"task":"hello"}' |
            sed 's/.*"task_id" *: *"\\([^"]*\\)".*/\\1/')
          curl -sN %s/api/tasks/$task/events -H "Authorization: Bearer $token"

        Ctrl-C stops everything that was started.
        """,
        seconds,
        facts.folder().root(),
        facts.folder().logs(),
        String.join(", ", facts.agents().names()),
        facts.token(),
        url,
        url);
    for (int i = 0; i < facts.ready().size(); i++) {
      out.println("pod " + (i + 1) + " ready " + facts.ready().get(i));
    }
    if (!facts.workerToken().isEmpty()) {
      out.println("worker-token " + facts.workerToken());
    }
    out.println("token " + facts.token());
    out.flush();
  }
}
