package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.TerminationReason;
import dev.holdfast.shared.message.Usage;
import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.shared.message.WorkerSays;
import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentOutcome;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.StopReason;
import dev.holdfast.tasks.agent.process.BoundedOutput;
import dev.holdfast.tasks.agent.process.OutputBudget;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One attempt at a worker: the job is told, what the worker says goes into the sink in its order,
 * until it says the last, is lost, or the attempt is to stop. For one thread.
 */
final class WorkerRun {
  /** How often the texts of the task's owner are looked for. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String agent;
  private final AgentSpec.Worker spec;
  private final long runMs;
  private final AgentJob job;
  private final Place place;
  private final AgentSink sink;
  private final Cancellation cancellation;
  private final BoundedOutput output;
  private final WorkerQuestion question;
  private Usage used = Usage.NONE;
  private long ranNanos;

  /**
   * @param runMs milliseconds the attempt may run, without the time in which it asks
   */
  WorkerRun(
      String agent,
      AgentSpec.Worker spec,
      long runMs,
      AgentJob job,
      Place place,
      AgentSink sink,
      Cancellation cancellation) {
    this.agent = agent;
    this.spec = spec;
    this.runMs = runMs;
    this.job = job;
    this.place = place;
    this.sink = sink;
    this.cancellation = cancellation;
    this.output = new BoundedOutput(sink, new OutputBudget(spec.limits().outputBytesMax()));
    this.question = new WorkerQuestion(place, sink);
  }

  AgentOutcome run() throws InterruptedException {
    var _ = cancellation.requested().thenRun(() -> place.signal(new Signal.Look()));
    try {
      if (!place.begin(told())) {
        // It was told nothing: no attempt is charged for that.
        cancellation.request(StopReason.DRAINED);
        return new AgentOutcome.Stopped();
      }
      return untilOver();
    } finally {
      place.close();
      question.close();
    }
  }

  private AgentOutcome untilOver() throws InterruptedException {
    long last = System.nanoTime();
    long looked = last;
    while (!cancellation.isRequested()) {
      Optional<Signal> signal = place.next(LOOK_NANOS);
      long now = System.nanoTime();
      ranNanos += question.isOpen() ? 0 : now - last;
      last = now;
      if (cancellation.isRequested()) {
        signal.ifPresent(place::putBack);
      } else if (ranNanos > TimeUnit.MILLISECONDS.toNanos(runMs)) {
        signal.ifPresent(place::putBack);
        cancellation.request(StopReason.TIMEOUT_RUN);
      } else if (signal.isPresent()) {
        Optional<AgentOutcome> outcome = took(signal.get());
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
      if (now - looked >= LOOK_NANOS) {
        looked = now;
        tellMessages();
      }
    }
    return stop();
  }

  private Optional<AgentOutcome> took(Signal signal) throws InterruptedException {
    return switch (signal) {
      case Signal.Said said -> took(said.says());
      case Signal.Lost lost -> Optional.of(new AgentOutcome.Lost(lost.error()));
      case Signal.Drained drained -> {
        cancellation.request(StopReason.DRAINED);
        yield Optional.empty();
      }
      case Signal.Look look -> Optional.empty();
    };
  }

  private Optional<AgentOutcome> took(WorkerSays says) throws InterruptedException {
    switch (says.news()) {
      case WorkerNews.Last news -> {
        return ended(says, news);
      }
      case WorkerNews.Asked asked -> {
        if (!question.ask(asked)) {
          place.refuse(
              says, new Fault(ErrorCode.TOO_MANY_REQUESTS, "a job asks one question at a time"));
          return Optional.empty();
        }
      }
      case WorkerNews.Advanced advanced -> sink.progress(advanced.progress());
      case WorkerNews.Said text -> output.say(text.stream(), text.text());
      case WorkerNews.Used now -> {
        used = most(used, now.usage());
        sink.usage(used);
      }
    }
    place.taken(says);
    return Optional.empty();
  }

  private Optional<AgentOutcome> ended(WorkerSays says, WorkerNews.Last news) {
    return switch (news) {
      case WorkerNews.Done done -> {
        place.ends(says);
        yield Optional.of(new AgentOutcome.Done(done.result()));
      }
      case WorkerNews.Failed failed -> {
        place.ends(says);
        yield Optional.of(
            new AgentOutcome.Failed(
                TerminationReason.AGENT_ERROR, failed.error(), failed.passing()));
      }
      case WorkerNews.Stopped stopped -> {
        place.refuse(says, new Fault(ErrorCode.BAD_REQUEST, "nobody asked for the job's end"));
        yield Optional.empty();
      }
    };
  }

  /** Tells the worker to stop, and takes what it still says until it has, or its time is up. */
  private AgentOutcome stop() throws InterruptedException {
    StopReason why = cancellation.reason().orElse(StopReason.CANCELLED);
    place.stand(new WorkerOrder.Stop(place.jobId(), why.name().toLowerCase(Locale.ROOT)));
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(spec.graceMs());
    long left = place.isReachable() ? until - System.nanoTime() : 0;
    while (left > 0) {
      switch (place.next(left).orElse(null)) {
        case null -> {}
        case Signal.Said said when said.news() instanceof WorkerNews.Last last -> {
          return over(why, said.says(), last);
        }
        case Signal.Said said -> takenLate(said.says());
        case Signal.Lost lost -> {
          return unheard(why);
        }
        case Signal.Drained drained -> {}
        case Signal.Look look -> {}
      }
      left = until - System.nanoTime();
    }
    return unheard(why);
  }

  /** Work that was done before the word to stop came counts, unless its end was asked for. */
  private AgentOutcome over(StopReason why, WorkerSays says, WorkerNews.Last news) {
    if (why.isToGoOn() && !(news instanceof WorkerNews.Stopped)) {
      return ended(says, news).orElseThrow();
    }
    place.ends(says);
    return new AgentOutcome.Stopped();
  }

  /**
   * The worker did not say that it stopped, so it may still be at work: what would begin anew
   * elsewhere counts as lost.
   */
  private static AgentOutcome unheard(StopReason why) {
    return why.isToGoOn()
        ? new AgentOutcome.Lost("the worker did not say that it stopped")
        : new AgentOutcome.Stopped(false);
  }

  private void takenLate(WorkerSays says) throws InterruptedException {
    if (says.news() instanceof WorkerNews.Asked) {
      place.refuse(says, Place.gone());
    } else {
      took(says);
    }
  }

  private void tellMessages() throws InterruptedException {
    if (place.isReachable()) {
      for (String text : sink.messages()) {
        place.tell(new WorkerOrder.Tell(place.jobId(), text));
      }
    }
  }

  private WorkerOrder.Begin told() {
    String key = "holdfast\0" + job.sessionKey() + "\0worker:" + agent;
    return new WorkerOrder.Begin(
        place.jobId(),
        job.taskId(),
        job.sessionId(),
        agent,
        job.input(),
        job.attempt(),
        job.agentPreset(),
        job.toolPreset(),
        UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString(),
        job.maxTurns(),
        runMs,
        job.trace());
  }

  /** What is told never falls. */
  private static Usage most(Usage before, Usage now) {
    return new Usage(
        Math.max(before.inputTokens(), now.inputTokens()),
        Math.max(before.outputTokens(), now.outputTokens()),
        Math.max(before.cacheReadTokens(), now.cacheReadTokens()),
        Math.max(before.cacheWriteTokens(), now.cacheWriteTokens()),
        Math.max(before.turns(), now.turns()),
        Math.max(before.toolCalls(), now.toolCalls()),
        Math.max(before.costMicros(), now.costMicros()));
  }
}
