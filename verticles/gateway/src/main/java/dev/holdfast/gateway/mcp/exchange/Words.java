package dev.holdfast.gateway.mcp.exchange;

import io.vertx.core.Future;

/** How a stream tells of its topics; each as server-sent events. */
public interface Words {
  /** The first words: what is told of from now on. */
  String opening();

  String changed(Topic.Resource resource);

  /** As the task stands now; fails where that cannot be read. */
  Future<String> stands(Topic.Task task);

  /** The last words, where the server ends it. */
  String farewell();
}
