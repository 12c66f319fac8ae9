package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.limit.Limits;
import dev.holdfast.gateway.mcp.exchange.Exchange;
import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.gateway.mcp.exchange.Topic;
import dev.holdfast.gateway.mcp.offers.Offers;
import dev.holdfast.gateway.mcp.rpc.RpcMessage;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Begins streams of what a client subscribes to. What there is not, what is somebody else's and
 * what is never told of is left out of the answer alike.
 */
final class Subscriptions {
  private final Limits limits;
  private final Offers offers;
  private final TaskQueries tasks;
  private final ModernTasks shown;

  Subscriptions(Limits limits, Offers offers, TaskQueries tasks, ModernTasks shown) {
    this.limits = limits;
    this.offers = offers;
    this.tasks = tasks;
    this.shown = shown;
  }

  Future<McpAnswer> listen(Exchange exchange, RpcMessage.Request request, ModernMeta meta) {
    Subscription.Wanted wanted = Subscription.Wanted.of(request.params());
    if (!wanted.taskIds().isEmpty()) {
      meta.requireTasks();
    }
    Principal principal = exchange.principal();
    // Each is looked up, so each counts like a request of its own.
    for (int i = 0; i < wanted.uris().size() + wanted.taskIds().size(); i++) {
      limits.ask(principal);
    }
    exchange.place().take();
    List<Future<Optional<Topic>>> looked = new ArrayList<>();
    wanted.uris().forEach(uri -> looked.add(resource(principal, uri)));
    wanted.taskIds().forEach(id -> looked.add(task(principal, id)));
    return Future.join(looked)
        .map(all -> {
          List<Topic> topics = looked.stream().flatMap(each -> each.result().stream()).toList();
          return new McpAnswer.Subscribed(topics, new Subscription(request.id(), topics, shown));
        });
  }

  private Future<Optional<Topic>> resource(Principal principal, String uri) {
    return offers
        .source(principal, uri)
        .map(source ->
            source.map(found -> new Topic.Resource(found.session(), found.taskId(), uri)));
  }

  private Future<Optional<Topic>> task(Principal principal, String id) {
    return tasks
        .get(principal, id)
        .map(task -> Optional.<Topic>of(new Topic.Task(task.session(), id)))
        .recover(failure ->
            failure instanceof Fault fault && fault.code().httpStatus() < 500
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure));
  }
}
