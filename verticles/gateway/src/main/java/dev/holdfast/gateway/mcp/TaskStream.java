package dev.holdfast.gateway.mcp;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Batch;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Story;
import dev.holdfast.gateway.mcp.exchange.Telling;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.gateway.mcp.tools.Questions;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.Gap;
import dev.holdfast.shared.message.TaskRecord;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Tells a client of a task until it has ended. The result is read from the task, which is durable;
 * where that fails it is read again with the next sign of life.
 */
final class TaskStream implements Outlet {
  private final StreamParts parts;
  private final McpAnswer.Following following;
  private final SseResponse response;
  private final Story story;
  private final BackPressure pressure;
  private Optional<Watcher> watcher = Optional.empty();
  private boolean ended;
  private boolean unread;

  TaskStream(StreamParts parts, McpAnswer.Following following, SseResponse response) {
    this.parts = parts;
    this.following = following;
    this.response = response;
    this.story = following.story();
    this.pressure = parts.watches().pressureOf(this);
  }

  /**
   * Answers when the watch stands; fails with nothing written. A client that has a state may come
   * again with it then, so its task stays.
   */
  Future<Void> open() {
    return parts
        .watches()
        .open(following.session(), following.taskId(), following.after(), this, pressure)
        .onFailure(failure -> {
          response.abandon();
          if (following.lostWithCall()) {
            cancel();
          }
        })
        .map(opened -> {
          begin(opened);
          return null;
        });
  }

  @Override
  public void write(Watcher from, Batch batch) {
    for (Event event : batch.events()) {
      if (!response.isOver()) {
        say(story.tell(event));
      }
    }
  }

  private void say(Telling telling) {
    switch (telling) {
      case Telling.Nothing nothing -> {}
      case Telling.Said said -> response.write(said.text());
      case Telling.Answered answered -> answer(answered);
      case Telling.Unable unable -> endIfOpen(unable);
      case Telling.Over over -> {
        response.finish(over);
        if (over.cancelling()) {
          cancel();
        }
      }
    }
  }

  /**
   * A question that somebody else answered meanwhile needs no answer. What is wrong with an answer
   * is the client's to know: the question waits, and the same state takes a better one.
   */
  private void answer(Telling.Answered answered) {
    new Questions(parts.tasks())
        .answer(
            following.session().owner(), following.taskId(), answered.inputId(), answered.results())
        .onFailure(failure -> {
          Fault fault = Fault.of(failure);
          if (fault.code() == ErrorCode.INVALID_FIELD) {
            say(refused(answered.id(), fault));
          } else if (fault.code() != ErrorCode.NO_OPEN_QUESTION) {
            response.cut();
          }
        });
  }

  /**
   * A question that somebody answered meanwhile ends nothing: a client that comes back hears of it
   * again.
   */
  private void endIfOpen(Telling.Unable unable) {
    parts
        .tasks()
        .inputs(following.session().owner(), following.taskId())
        .onSuccess(inputs -> {
          if (!response.isOver()
              && inputs.inputs().stream()
                  .anyMatch(input -> input.open() && input.inputId().equals(unable.inputId()))) {
            say(unable.over());
          }
        })
        .onFailure(failure -> response.cut());
  }

  private Telling.Over refused(String id, Fault fault) {
    RpcRefusal refusal =
        RpcRefusal.answered(RpcCode.INVALID_PARAMS, fault.code().wire() + ": " + fault.detail());
    String json = RpcOut.error(id, refusal);
    return new Telling.Over(
        refusal.httpStatus(), json, SseText.message(json), following.lostWithCall());
  }

  @Override
  public void gap(Watcher from, Gap gap) {
    if (!response.isOver()) {
      say(story.gap(gap));
    }
  }

  @Override
  public void taskEnded(Watcher from, long seq) {
    ended = true;
    look();
  }

  @Override
  public boolean isFull() {
    return response.isFull();
  }

  @Override
  public void cutOff(Fault fault) {
    response.cut();
  }

  private void begin(Watches.Opened opened) {
    watcher = Optional.of(opened.watcher());
    if (response.isLost() || response.isOver()) {
      close();
      response.abandon();
      left();
      return;
    }
    response.present(following.session());
    response.begin(this::beat, this::left, this::close);
    response.onDrain(pressure::drained);
    story.farewell().ifPresent(response::onGoAway);
    if (following.lostWithCall()) {
      response.onDropped(this::cancel);
    }
    response.write(story.opening(following.after() < 0 ? opened.head() : following.after()));
    opened.watcher().begin();
    look();
  }

  private void beat() {
    pressure.wrote();
    if (ended || unread) {
      look();
    }
  }

  private void look() {
    parts
        .tasks()
        .get(following.session().owner(), following.taskId())
        .onSuccess(this::found)
        .onFailure(failure -> unread = true);
  }

  /** A result that is still to be reached by the events before it waits for them. */
  private void found(TaskRecord task) {
    unread = false;
    boolean reached = ended || following.after() < 0 || task.lastSeq() <= following.after();
    if (task.status().terminal() && reached) {
      say(story.end(task));
    }
  }

  /** The client left: only a call that nobody could take up again ends with that. */
  private void left() {
    if (following.cancelling()) {
      cancel();
    }
  }

  private void cancel() {
    parts.tasks().cancel(following.session().owner(), following.taskId());
  }

  private void close() {
    pressure.closed();
    watcher.ifPresent(parts.watches()::close);
  }
}
