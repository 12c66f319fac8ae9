package dev.holdfast.tasks.tools;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.ServerAnswer;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.McpRelay;
import dev.holdfast.tasks.agent.Offered;
import dev.holdfast.tasks.agent.OfferedItem;
import dev.holdfast.tasks.agent.StopReason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources and prompts of agents' servers, passed on as they are. What there is was told with the
 * tools; a server is asked for the contents each time, over a connection of its own.
 *
 * <p>For one event loop.
 */
public final class ServerOffers {
  private static final Logger LOG = LoggerFactory.getLogger(ServerOffers.class);

  /** One agent's server, which may be slow, gets at most one part of the places. */
  private static final int PARTS = 4;

  private final Vertx vertx;
  private final Toolbox toolbox;
  private final Map<String, AgentSpec.Mcp> agents;
  private final Function<String, McpDoor> doors;
  private final int asksMax;
  private final int asksOfOneMax;
  private final int askMs;
  private int asking;

  /** How many of them each agent's server is asked. */
  private final Map<String, Integer> askingOf = new HashMap<>();

  /**
   * @param doors the server of each agent
   */
  public ServerOffers(
      Vertx vertx, Toolbox toolbox, ToolsConfig config, Function<String, McpDoor> doors) {
    this.vertx = vertx;
    this.toolbox = toolbox;
    this.agents = config.servers();
    this.asksMax = config.asksMax();
    this.asksOfOneMax = Math.max(1, config.asksMax() / PARTS);
    this.askMs = config.askMs();
    this.doors = doors;
  }

  /** Where something is, and how its server calls it. */
  private record Found(String agent, String key) {}

  /** One page, in the order of the agents' names. */
  public Future<OfferedPage> list(ListOffered wanted) {
    return toolbox
        .offered()
        .map(all -> {
          List<String> items =
              all.entrySet().stream()
                  .flatMap(each -> items(wanted.kind(), each.getKey(), each.getValue()))
                  .skip(wanted.from())
                  .limit(ListOffered.PAGE_MAX + 1L)
                  .toList();
          return items.size() <= ListOffered.PAGE_MAX
              ? new OfferedPage(items, null)
              : new OfferedPage(
                  items.subList(0, ListOffered.PAGE_MAX), wanted.from() + ListOffered.PAGE_MAX);
        });
  }

  private Stream<String> items(ListOffered.Kind kind, String agent, Offered offered) {
    return switch (kind) {
      case RESOURCE -> offered.resources().stream().map(OfferedItem::json);
      case TEMPLATE -> offered.templates().stream().map(OfferedItem::json);
      case PROMPT ->
          offered.prompts().stream()
              .map(item -> OffersCodec.named(item.json(), name(agent, item.key())));
    };
  }

  /**
   * Empty where no server offers it; {@link ErrorCode#OVERLOADED} where all places are taken or the
   * answer does not come in time. A place is free again when the conversation has ended, which is
   * cancelled once nobody waits for it.
   */
  public Future<Optional<ServerAnswer>> ask(AskServer wanted) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(askMs);
    return toolbox
        .offered()
        .compose(all ->
            find(all, wanted)
                .map(found -> ask(found, wanted, until).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private Optional<Found> find(Map<String, Offered> all, AskServer wanted) {
    return all.entrySet().stream()
        .flatMap(each -> find(each.getKey(), each.getValue(), wanted).stream())
        .findFirst();
  }

  private Optional<Found> find(String agent, Offered offered, AskServer wanted) {
    return switch (wanted.what()) {
      case RESOURCE ->
          offered.resources().stream().anyMatch(item -> item.key().equals(wanted.key()))
                  || offered.templates().stream()
                      .anyMatch(item -> UriTemplate.matches(item.key(), wanted.key()))
              ? Optional.of(new Found(agent, wanted.key()))
              : Optional.empty();
      case PROMPT ->
          offered.prompts().stream()
              .map(OfferedItem::key)
              .filter(key -> name(agent, key).equals(wanted.key()))
              .findFirst()
              .map(key -> new Found(agent, key));
    };
  }

  private Future<ServerAnswer> ask(Found found, AskServer wanted, long until) {
    String agent = found.agent();
    if (asking >= asksMax) {
      return overloaded("tasks.server_asks_max of " + asksMax + " is reached");
    }
    if (askingOf.getOrDefault(agent, 0) >= asksOfOneMax) {
      return overloaded("a quarter of tasks.server_asks_max is reached for agent " + agent);
    }
    McpDoor door = doors.apply(agent);
    Context context = vertx.getOrCreateContext();
    Promise<ServerAnswer> answer = Promise.promise();
    Cancellation cancellation = new Cancellation();
    begun(agent);
    long timer =
        vertx.setTimer(
            Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())),
            late -> {
              cancellation.request(StopReason.TIMEOUT_RUN);
              answer.tryFail(late(agent));
            });
    Thread.ofVirtual()
        .name("ask-" + agent)
        .start(() -> {
          Future<ServerAnswer> told = ask(door, found, wanted, cancellation);
          try {
            context.runOnContext(now -> {
              vertx.cancelTimer(timer);
              over(agent);
              told.onSuccess(answer::tryComplete).onFailure(answer::tryFail);
            });
          } catch (RejectedExecutionException e) {
            LOG.debug("the pod stopped before the server of agent {} answered", agent);
          }
        });
    return answer.future();
  }

  private void begun(String agent) {
    asking++;
    askingOf.merge(agent, 1, Integer::sum);
  }

  private void over(String agent) {
    asking--;
    askingOf.computeIfPresent(agent, (name, count) -> count > 1 ? count - 1 : null);
  }

  private Fault late(String agent) {
    return new Fault(
        ErrorCode.OVERLOADED,
        "the server of agent "
            + agent
            + " did not answer within tasks.server_ask_ms of "
            + askMs
            + " ms");
  }

  private static <T> Future<T> overloaded(String why) {
    return Future.failedFuture(new Fault(ErrorCode.OVERLOADED, why));
  }

  /** Never throws: who asked waits, and holds a place. */
  private static Future<ServerAnswer> ask(
      McpDoor door, Found found, AskServer wanted, Cancellation cancellation) {
    try {
      return Future.succeededFuture(
          new ServerAnswer(
              switch (wanted.what()) {
                case RESOURCE -> door.ask("resources/read", wanted.params(), cancellation);
                case PROMPT ->
                    door.ask(
                        "prompts/get",
                        OffersCodec.named(wanted.params(), found.key()),
                        cancellation);
              }));
    } catch (McpDoor.Refused e) {
      return Future.failedFuture(
          new Fault(ErrorCode.INVALID_ARGUMENTS, Objects.requireNonNull(e.getMessage()), e));
    } catch (IOException e) {
      return Future.failedFuture(
          new Fault(ErrorCode.OVERLOADED, "the server of agent " + found.agent() + " is away", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Future.failedFuture(e);
    } catch (RuntimeException | Error e) {
      return Future.failedFuture(e);
    }
  }

  private String name(String agent, String own) {
    McpRelay relay = Objects.requireNonNull(agents.get(agent)).relay();
    return relay.name(agent, own);
  }
}
