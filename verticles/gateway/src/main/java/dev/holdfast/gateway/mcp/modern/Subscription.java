package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.mcp.exchange.SseText;
import dev.holdfast.gateway.mcp.exchange.Topic;
import dev.holdfast.gateway.mcp.exchange.Words;
import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcOut;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a client listens to, in the words of {@code subscriptions/listen} (SEP-2575). Every message
 * names the request that it belongs to.
 */
final class Subscription implements Words {
  private static final String METHOD = "notifications/subscriptions/acknowledged";
  private static final String FILTER = "notifications";
  private static final String URIS = "resourceSubscriptions";
  private static final String TASKS = "taskIds";
  private static final String ID = ModernMeta.PREFIX + "subscriptionId";
  private static final int TOPICS_MAX = 100;
  private static final int URI_MAX = 2_048;

  private final String id;
  private final List<Topic> topics;
  private final ModernTasks tasks;

  /**
   * @param id the request's, as JSON text
   * @param topics what of it is told
   */
  Subscription(String id, List<Topic> topics, ModernTasks tasks) {
    this.id = id;
    this.topics = List.copyOf(topics);
    this.tasks = tasks;
  }

  /** What a client wants to be told of; the lists of this server never change while it runs. */
  record Wanted(List<String> uris, List<String> taskIds) {
    Wanted {
      uris = List.copyOf(uris);
      taskIds = List.copyOf(taskIds);
    }

    static Wanted of(Fields params) {
      try {
        Fields filter = params.objectOrNull(FILTER);
        if (filter == null) {
          throw RpcRefusal.answered(RpcCode.INVALID_PARAMS, "notifications is required");
        }
        return new Wanted(texts(filter, URIS), texts(filter, TASKS));
      } catch (Fault fault) {
        throw RpcRefusal.answered(RpcCode.INVALID_PARAMS, fault.detail());
      }
    }

    private static List<String> texts(Fields filter, String name) {
      return EntryFields.texts(filter, name, TOPICS_MAX, URI_MAX).stream().distinct().toList();
    }
  }

  @Override
  public String opening() {
    return say(
        METHOD,
        out ->
            out.object(
                FILTER,
                agreed -> {
                  if (!uris().isEmpty()) {
                    agreed.texts(URIS, uris());
                  }
                  if (!taskIds().isEmpty()) {
                    agreed.texts(TASKS, taskIds());
                  }
                }));
  }

  @Override
  public String changed(Topic.Resource resource) {
    return say("notifications/resources/updated", out -> out.text("uri", resource.uri()));
  }

  /** Exactly what {@code tasks/get} would answer. */
  @Override
  public Future<String> stands(Topic.Task task) {
    return tasks
        .detailed(task.session().owner(), task.taskId())
        .map(members -> say("notifications/tasks", members));
  }

  @Override
  public String farewell() {
    return SseText.message(
        ModernResult.text(id, "complete", out -> out.object("_meta", meta -> meta.json(ID, id))));
  }

  private String say(String method, Consumer<JsonOut> members) {
    return SseText.message(
        RpcOut.notification(
            method,
            out -> {
              out.object("_meta", meta -> meta.json(ID, id));
              members.accept(out);
            }));
  }

  private List<String> uris() {
    return topics.stream()
        .filter(Topic.Resource.class::isInstance)
        .map(topic -> ((Topic.Resource) topic).uri())
        .toList();
  }

  private List<String> taskIds() {
    return topics.stream()
        .filter(Topic.Task.class::isInstance)
        .map(topic -> ((Topic.Task) topic).taskId())
        .toList();
  }
}
