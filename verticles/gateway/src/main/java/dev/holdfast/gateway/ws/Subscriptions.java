package dev.holdfast.gateway.ws;

import dev.holdfast.gateway.connection.BackPressure;
import dev.holdfast.gateway.connection.Outlet;
import dev.holdfast.gateway.connection.Watcher;
import dev.holdfast.gateway.connection.Watches;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.EventFilter;
import dev.holdfast.shared.message.TaskRecord;
import dev.holdfast.shared.message.Watch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection follows. Subscribing and unsubscribing happen one after another, in the order
 * of their frames.
 */
final class Subscriptions {
  private record Key(long sessionNo, @Nullable String taskId) {}

  private record Subscription(long number, Watcher watcher) {}

  /** What is to be followed, authorised. */
  private record Target(SessionRef session, @Nullable TaskRecord task) {
    Key key() {
      return new Key(session.number(), task == null ? null : task.taskId());
    }
  }

  private final Services services;
  private final Outlet outlet;
  private final BackPressure pressure;
  private final Access access;
  private final SessionRef own;
  private final Map<Key, Subscription> active = new HashMap<>();
  private Future<Reply> lane = Future.succeededFuture(Reply.none());
  private long nextNumber = 1;
  private boolean closed;

  Subscriptions(
      Services services, Outlet outlet, BackPressure pressure, Access access, SessionRef own) {
    this.services = services;
    this.outlet = outlet;
    this.pressure = pressure;
    this.access = access;
    this.own = own;
  }

  Future<Reply> subscribe(ClientFrame.Subscribe frame, String requestId) {
    return inTurn(() -> target(frame).compose(target -> open(target, frame, requestId)));
  }

  Future<Reply> unsubscribe(ClientFrame.Unsubscribe frame, String requestId) {
    return inTurn(() -> Future.succeededFuture(end(frame.subscription(), requestId)));
  }

  /** The end frame for a watcher whose task has ended; null where it is followed no more. */
  @Nullable String taskEnded(Watcher watcher, long seq) {
    Key key = new Key(watcher.session().number(), watcher.taskId());
    Subscription subscription = active.get(key);
    String taskId = watcher.taskId();
    if (subscription == null || subscription.watcher() != watcher || taskId == null) {
      return null;
    }
    active.remove(key);
    watches().close(watcher);
    return ServerFrame.end(subscription.number(), taskId, seq);
  }

  void close() {
    closed = true;
    active.values().forEach(each -> watches().close(each.watcher()));
    active.clear();
  }

  private Future<Reply> inTurn(Supplier<Future<Reply>> step) {
    lane = lane.otherwise(Reply.none()).compose(before -> step.get());
    return lane;
  }

  private Future<Target> target(ClientFrame.Subscribe frame) {
    if (frame.taskId() != null) {
      return services
          .views()
          .task(access, frame.taskId())
          .map(task -> new Target(task.session(), requireIn(task, frame.sessionId())));
    }
    String sessionId = frame.sessionId();
    return sessionId == null || sessionId.equals(own.id())
        ? Future.succeededFuture(new Target(own, null))
        : services.views().session(access, sessionId).map(session -> new Target(session, null));
  }

  private static TaskRecord requireIn(TaskRecord task, @Nullable String sessionId) {
    if (sessionId != null && !sessionId.equals(task.session().id())) {
      throw new Fault(ErrorCode.UNKNOWN_TASK, "no such task in this session");
    }
    return task;
  }

  private Future<Reply> open(Target target, ClientFrame.Subscribe frame, String requestId) {
    int max = services.config().subscriptionsMax();
    if (!active.containsKey(target.key()) && active.size() >= max) {
      return Future.failedFuture(
          new Fault(
              ErrorCode.TOO_MANY_REQUESTS,
              "a connection may have " + max + " subscriptions (gateway.subscriptions_max)"));
    }
    return watches()
        .open(
            target.session(),
            new EventFilter(target.key().taskId(), frame.types()),
            frame.after(),
            outlet,
            pressure)
        .compose(opened ->
            asItIs(target, frame, opened)
                .map(now ->
                    begin(
                        now,
                        opened,
                        frame.after() == Watch.NOW ? opened.head() : frame.after(),
                        requestId)));
  }

  /** From now on, a task may have ended after it was read and before it was watched. */
  private Future<Target> asItIs(Target target, ClientFrame.Subscribe frame, Watches.Opened opened) {
    TaskRecord task = target.task();
    if (frame.after() != Watch.NOW || task == null || task.status().terminal()) {
      return Future.succeededFuture(target);
    }
    return services
        .views()
        .task(access, task.taskId())
        .map(now -> new Target(target.session(), now))
        .onFailure(failure -> watches().close(opened.watcher()));
  }

  /** The former subscription to the same thing ends here, so that each event comes once. */
  private Reply begin(Target target, Watches.Opened opened, long after, String requestId) {
    Watcher watcher = opened.watcher();
    if (closed) {
      watches().close(watcher);
      return Reply.none();
    }
    long number = nextNumber++;
    Subscription former = active.put(target.key(), new Subscription(number, watcher));
    if (former != null) {
      watches().close(former.watcher());
    }
    String text =
        ServerFrame.reply(
            "subscribe_res",
            requestId,
            out ->
                out.number("subscription", number)
                    .text("session_id", target.session().id())
                    .text("task_id", target.key().taskId())
                    .number("after", after)
                    .number("last_seq", opened.head()));
    return new Reply(text, () -> release(watcher, target.task(), after));
  }

  private void release(Watcher watcher, @Nullable TaskRecord task, long after) {
    watcher.begin();
    if (task != null && task.status().terminal() && after >= task.lastSeq()) {
      outlet.taskEnded(watcher, task.lastSeq());
    }
  }

  private Reply end(@Nullable Long number, String requestId) {
    List<Long> ended = new ArrayList<>();
    active
        .values()
        .removeIf(each -> {
          boolean meant = number == null || Objects.equals(number, each.number());
          if (meant) {
            watches().close(each.watcher());
            ended.add(each.number());
          }
          return meant;
        });
    return Reply.of(
        ServerFrame.reply(
            "unsubscribe_res",
            requestId,
            out -> out.numbers("subscriptions", ended.stream().sorted().toList())));
  }

  private Watches watches() {
    return services.watches();
  }
}
