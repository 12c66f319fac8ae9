package dev.holdfast.tasks.agent.demo;

import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.Cancellation;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts iterations and tokens at a steady pace, as its input asks, and says what it is told; see
 * {@link DemoScriptCodec} for the input.
 */
public final class DemoAgent implements Agent {
  /** Not with each iteration: some count fast. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    DemoScript script = DemoScriptCodec.parse(job.input());
    long looked = System.nanoTime();
    long totalTokens = script.iterations() * script.tokensPerIteration();
    for (long done = 1; done <= script.iterations(); done++) {
      if (cancellation.await(script.intervalMs())) {
        return new AgentOutcome.Stopped();
      }
      if (done == script.askAt() && !mayGoOn(done, sink)) {
        return cancellation.isRequested()
            ? new AgentOutcome.Stopped()
            : new AgentOutcome.Failed(TerminationReason.AGENT_ERROR, "its owner said no");
      }
      if (done == script.failAt()) {
        return new AgentOutcome.Failed(
            TerminationReason.AGENT_ERROR, "failed at iteration " + done + " as asked");
      }
      if (System.nanoTime() - looked >= LOOK_NANOS) {
        looked = System.nanoTime();
        for (String text : sink.messages()) {
          sink.output("text", "told: " + text);
        }
      }
      long tokens = done * script.tokensPerIteration();
      if (!script.say().isEmpty()) {
        sink.output("text", script.say());
      }
      if (script.reportsUsage()) {
        sink.usage(new Usage(0, tokens, 0, 0, done, 0, done * script.costMicros()));
      }
      if (script.contextSize() > 0) {
        sink.context(new ContextUse(tokens, script.contextSize()));
      }
      sink.progress(new Progress(done, script.iterations(), tokens, totalTokens));
    }
    return new AgentOutcome.Done(DemoScriptCodec.result(script, totalTokens));
  }

  private static boolean mayGoOn(long iteration, AgentSink sink) throws InterruptedException {
    Question question =
        new Question(
            "Go on with iteration " + iteration + "?",
            List.of(new Question.Option("yes", "Go on"), new Question.Option("no", "Stop")),
            null);
    return sink.ask(question).map(answer -> "yes".equals(answer.option())).orElse(false);
  }
}
