package dev.holdfast.tasks.agent.command;

import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import dev.holdfast.tasks.agent.process.LineTaker;
import java.util.List;
import java.util.function.Function;

/**
 * Hands on what JSON lines mean. A line longer than the limit is dropped, and that is said: half an
 * object means nothing.
 */
final class ParsedLines implements LineTaker {
  static final int LINE_CHARS_MAX = 4 << 20;

  private final Function<String, List<CommandLine>> codec;
  private final AgentSink sink;
  private final BoundedOutput output;
  private final CommandResult result;
  private final Runnable turnEnded;
  private boolean dropping;

  /**
   * @param turnEnded told whenever the program tells how its work came out
   */
  ParsedLines(
      Function<String, List<CommandLine>> codec,
      AgentSink sink,
      BoundedOutput output,
      CommandResult result,
      Runnable turnEnded) {
    this.codec = codec;
    this.sink = sink;
    this.output = output;
    this.result = result;
    this.turnEnded = turnEnded;
  }

  @Override
  public void take(String line, boolean more) throws InterruptedException {
    boolean whole = line.endsWith("\n") || line.length() < LINE_CHARS_MAX;
    if (dropping || !whole) {
      if (!dropping) {
        output.say(
            "stdout", "[a line of more than " + LINE_CHARS_MAX + " characters is not kept]\n");
      }
      dropping = !whole;
      return;
    }
    if (line.isBlank()) {
      return;
    }
    for (CommandLine meaning : codec.apply(line)) {
      handle(meaning);
    }
  }

  private void handle(CommandLine meaning) throws InterruptedException {
    switch (meaning) {
      case CommandLine.Counted counted -> sink.progress(counted.progress());
      case CommandLine.Used used -> sink.usage(used.usage());
      case CommandLine.Said said -> output.say(said.stream(), said.text());
      case CommandLine.Finished finished -> {
        result.finished(finished.result());
        turnEnded.run();
      }
      case CommandLine.Broke broke -> {
        result.broke(broke);
        turnEnded.run();
      }
      case CommandLine.Stumbled stumbled -> {
        result.words().heard(stumbled.error());
        output.say("stderr", stumbled.error() + "\n");
      }
    }
  }
}
