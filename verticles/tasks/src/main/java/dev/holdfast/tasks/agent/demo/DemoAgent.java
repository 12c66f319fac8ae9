package dev.holdfast.tasks.agent.demo;

import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.tasks.agent.Agent;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.Cancellation;

/**
 * Counts iterations and tokens at a steady pace, as its input asks; see {@link DemoScriptCodec} for
 * the input.
 */
public final class DemoAgent implements Agent {
  @Override
  public AgentOutcome run(AgentJob job, AgentSink sink, Cancellation cancellation)
      throws InterruptedException {
    DemoScript script = DemoScriptCodec.parse(job.input());
    long totalTokens = script.iterations() * script.tokensPerIteration();
    for (long done = 1; done <= script.iterations(); done++) {
      if (cancellation.await(script.intervalMs())) {
        return new AgentOutcome.Stopped();
      }
      if (done == script.failAt()) {
        return new AgentOutcome.Failed(
            TerminationReason.AGENT_ERROR, "failed at iteration " + done + " as asked");
      }
      long tokens = done * script.tokensPerIteration();
      if (!script.say().isEmpty()) {
        sink.output("text", script.say());
      }
      sink.progress(new Progress(done, script.iterations(), tokens, totalTokens));
    }
    return new AgentOutcome.Done(DemoScriptCodec.result(script, totalTokens));
  }
}
