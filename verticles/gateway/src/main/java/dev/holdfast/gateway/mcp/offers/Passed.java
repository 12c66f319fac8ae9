package dev.holdfast.gateway.mcp.offers;

import dev.holdfast.gateway.codec.EntryFields;
import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.gateway.codec.JsonOut;
import dev.holdfast.gateway.codec.StrictJson;
import dev.holdfast.gateway.session.Servers;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.ServerAnswer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What agents' servers offer, passed on as it is. */
final class Passed {
  private static final List<String> ABOUT_THE_WAY = List.of("resultType", "ttlMs", "cacheScope");
  private static final int STATE_MAX = 65_536;

  private final Servers servers;

  Passed(Servers servers) {
    this.servers = servers;
  }

  /** The servers' part of a page. */
  Future<OfferedPage> list(ListOffered.Kind kind, Cursor cursor) {
    return cursor.othersOver()
        ? Future.succeededFuture(new OfferedPage(List.of(), null))
        : servers.list(kind, cursor.others());
  }

  /**
   * Asks for one thing; empty where no server offers it.
   *
   * @param member the parameter that names it
   * @param state what the server wanted to be told again; empty for nothing
   */
  Future<Optional<Offer>> ask(
      AskServer.What what, String member, String key, Fields params, Optional<String> state) {
    String asked =
        JsonOut.object(out -> {
          out.text(member, key);
          copy(out, params, "arguments");
          copy(out, params, "inputResponses");
          state.filter(text -> !text.isEmpty()).ifPresent(text -> out.text("requestState", text));
        });
    return servers
        .ask(new AskServer(what, key, asked))
        .map(answer -> answer.map(found -> offer(found, what == AskServer.What.RESOURCE)));
  }

  private static void copy(JsonOut out, Fields params, String name) {
    String json = EntryFields.objectText(params, name);
    if (json != null) {
      out.json(name, json);
    }
  }

  private static Offer offer(ServerAnswer answer, boolean kept) {
    if ("\"input_required\"".equals(answer.members().get("resultType"))) {
      return Offer.wanting(
          new Offer.Wanting(
              answer.members().getOrDefault("inputRequests", "{}"),
              text(answer.members().getOrDefault("requestState", "null"))));
    }
    return new Offer(
        out ->
            answer
                .members()
                .forEach((name, json) -> {
                  if (!ABOUT_THE_WAY.contains(name)) {
                    out.json(name, json);
                  }
                }),
        kept,
        Optional.empty());
  }

  private static String text(String json) {
    return Objects.requireNonNullElse(
        StrictJson.object("{\"v\":" + json + "}").textOrNull("v", 0, STATE_MAX), "");
  }
}
