package dev.holdfast.tasks.agent.worker;

import dev.holdfast.shared.message.WorkerNews;
import dev.holdfast.shared.message.WorkerOrder;
import dev.holdfast.tasks.agent.AgentSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The question of a job that waits for its owner's answer, on a thread of its own: what the worker
 * says meanwhile is taken. For one thread.
 */
final class WorkerQuestion {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerQuestion.class);

  private final Place place;
  private final AgentSink sink;
  private @Nullable Thread asking;
  private String askedLast = "";

  WorkerQuestion(Place place, AgentSink sink) {
    this.place = place;
    this.sink = sink;
  }

  boolean isOpen() {
    return asking != null && asking.isAlive();
  }

  /**
   * Asks; the same question again, of a worker that does not know whether it was heard, is not
   * another one.
   *
   * @return false where another question is open
   */
  boolean ask(WorkerNews.Asked asked) {
    if (asked.askId().equals(askedLast)) {
      return true;
    }
    if (isOpen()) {
      return false;
    }
    askedLast = asked.askId();
    place.forgetAnswers();
    asking = Thread.ofVirtual().name("asking-" + asked.jobId()).start(() -> await(asked));
    return true;
  }

  /** Nobody waits for the answer any more. */
  void close() throws InterruptedException {
    if (asking != null) {
      asking.interrupt();
      asking.join();
    }
  }

  private void await(WorkerNews.Asked asked) {
    try {
      sink.ask(asked.question())
          .ifPresent(answer ->
              place.stand(new WorkerOrder.Answered(asked.jobId(), asked.askId(), answer)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a question of job {} could not be asked", asked.jobId(), e);
    } finally {
      place.signal(new Signal.Look());
    }
  }
}
