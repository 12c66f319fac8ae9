package dev.holdfast.deploy.cli;

import dev.holdfast.deploy.cli.api.Api;
import dev.holdfast.deploy.cli.api.EventTail;
import dev.holdfast.deploy.cli.api.Query;
import dev.holdfast.deploy.cli.show.Screen;
import dev.holdfast.deploy.failure.OperatorFault;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast events}: reads and follows the log of a session. */
@Command(
    name = "events",
    description = "Read and follow the events of a session.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class EventsCommand implements Runnable {
  @Override
  public void run() {
    throw OperatorFault.usage("a command is needed: tail; see --help");
  }

  @Command(
      name = "tail",
      description = "Print the events of a session, each once and in order.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void tail(
      @Mixin ServerOption server,
      @Parameters(paramLabel = "SESSION") String sessionId,
      @Option(names = "--after", defaultValue = "0", description = "Only later ones than this (0).")
          long after,
      @Option(
              names = "--follow",
              description = "Stay for those to come; goes on at the next pod when one is lost.")
          boolean follow,
      @Option(
              names = "--patience-s",
              defaultValue = "60",
              description = "Seconds in which no pod opens a stream before it is given up (60).")
          int patienceS) {
    if (after < 0 || patienceS < 0) {
      throw OperatorFault.usage("--after and --patience-s must be at least 0");
    }
    try (Api api = server.open()) {
      Screen screen = server.screen();
      long newest =
          api.get(new Query("/api/sessions/%s", sessionId).path()).path("last_seq").asLong();
      if (!follow && newest <= after) {
        return;
      }
      String stream = new Query("/api/sessions/%s/events", sessionId).path();
      new EventTail(api, stream, after, Duration.ofSeconds(patienceS))
          .follow(event -> {
            screen.show(event.event(), EventLine.of(event));
            return follow || event.seq() < newest;
          });
    }
  }
}
