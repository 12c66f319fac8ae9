package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.session.Entries;
import dev.holdfast.gateway.session.Sessions;
import dev.holdfast.gateway.session.TaskQueries;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.McpSession;
import io.vertx.core.Future;
import java.util.Optional;

/** All that is offered beside tools, by method. */
public final class Offers {
  private final Resources resources;
  private final Prompts prompts;
  private final Completion completion;

  public Offers(Sessions sessions, TaskQueries tasks, Entries entries) {
    this.resources = new Resources(sessions, tasks, entries);
    this.prompts = new Prompts(sessions, tasks, entries);
    this.completion = new Completion(sessions);
  }

  /** Writes the capabilities that stand for it. */
  public static void capabilities(JsonOut out) {
    out.object("resources", none -> {})
        .object("prompts", none -> {})
        .object("completions", none -> {});
  }

  /**
   * What a request comes to; empty where the method is none of these.
   *
   * @param mcp the session of the protocol; empty in an era without sessions
   */
  public Optional<Future<Offer>> ask(
      Principal principal, Optional<McpSession> mcp, String method, Fields params) {
    return switch (method) {
      case "resources/list" -> Optional.of(resources.list(principal, params));
      case "resources/templates/list" -> Optional.of(resources.templates());
      case "resources/read" -> Optional.of(resources.read(principal, mcp, params));
      case "prompts/list" -> Optional.of(prompts.list(mcp));
      case "prompts/get" -> Optional.of(prompts.get(principal, mcp, params));
      case "completion/complete" -> Optional.of(completion.complete(principal, params));
      default -> Optional.empty();
    };
  }
}
