package dev.holdfast.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * One method of one path.
 *
 * @param path segments that begin with a colon are parameters
 * @param open whether it is served without a credential
 * @param lasting whether it opens a connection that lasts, so that a ticket counts as a credential
 * @param viewers whether it is also served to share tokens, and knows what they may see; a new
 *     route is not
 * @param query the names of its query parameters; any other is refused
 */
record Route(
    HttpMethod method,
    String path,
    boolean open,
    boolean lasting,
    boolean viewers,
    List<String> query,
    Operation operation) {
  Route {
    query = List.copyOf(query);
  }

  Route(HttpMethod method, String path, boolean open, List<String> query, Operation operation) {
    this(method, path, open, false, false, query, operation);
  }

  /** What is done; a thrown fault is as good as a failed future. */
  interface Operation {
    Future<Answer> answer(Call call);
  }

  static Route get(String path, List<String> query, Operation operation) {
    return new Route(HttpMethod.GET, path, false, query, operation);
  }

  static Route get(String path, Operation operation) {
    return get(path, List.of(), operation);
  }

  static Route post(String path, Operation operation) {
    return new Route(HttpMethod.POST, path, false, List.of(), operation);
  }

  static Route put(String path, Operation operation) {
    return new Route(HttpMethod.PUT, path, false, List.of(), operation);
  }

  static Route delete(String path, Operation operation) {
    return new Route(HttpMethod.DELETE, path, false, List.of(), operation);
  }

  /** The same, also for share tokens. */
  Route alsoForViewers() {
    return new Route(method, path, open, lasting, true, query, operation);
  }

  /** A GET whose response lasts. */
  static Route stream(String path, List<String> query, Operation operation) {
    return new Route(HttpMethod.GET, path, false, true, false, query, operation);
  }

  static Route openGet(String path, Operation operation) {
    return new Route(HttpMethod.GET, path, true, List.of(), operation);
  }
}
