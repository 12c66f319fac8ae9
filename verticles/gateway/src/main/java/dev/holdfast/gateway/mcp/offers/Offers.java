package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.Servers;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** All that is offered beside tools, by method. */
public final class Offers {
  private final Resources resources;
  private final Prompts prompts;
  private final Completion completion;

  public Offers(Sessions sessions, TaskQueries tasks, Entries entries, Servers servers) {
    Passed passed = new Passed(servers);
    this.resources = new Resources(sessions, tasks, entries, passed);
    this.prompts = new Prompts(sessions, tasks, entries, passed);
    this.completion = new Completion(sessions);
  }

  /** Writes the capabilities that stand for it. */
  public static void capabilities(JsonOut out) {
    out.object("resources", all -> all.flag("subscribe", true))
        .object("prompts", none -> {})
        .object("completions", none -> {});
  }

  /** What changes a resource; empty where there is none, or its changes are never told. */
  public Future<Optional<Source>> source(Principal principal, String uri) {
    return resources.source(principal, uri);
  }

  /** The addresses of the resources that an event of a session changes. */
  public static Set<String> changed(SessionRef session, Event event) {
    return Resources.changed(session, event);
  }

  /**
   * What a request comes to; empty where the method is none of these.
   *
   * @param mcp the session of the protocol; empty in an era without sessions
   * @param state what a server wanted to be told again; empty in the first round
   */
  public Optional<Future<Offer>> ask(
      Principal principal,
      Optional<McpSession> mcp,
      String method,
      Fields params,
      Optional<String> state) {
    return switch (method) {
      case "resources/list" -> Optional.of(resources.list(principal, params));
      case "resources/templates/list" -> Optional.of(resources.templates(params));
      case "resources/read" -> Optional.of(resources.read(principal, mcp, params, state));
      case "prompts/list" -> Optional.of(prompts.list(mcp, params));
      case "prompts/get" -> Optional.of(prompts.get(principal, mcp, params, state));
      case "completion/complete" -> Optional.of(completion.complete(principal, params));
      default -> Optional.empty();
    };
  }
}
