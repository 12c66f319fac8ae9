package dev.holdfast.tasks.tools;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.ListOffered;
import dev.holdfast.shared.message.OfferedPage;
import dev.holdfast.shared.message.ServerAnswer;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.McpRelay;
import dev.holdfast.tasks.agent.Offered;
import dev.holdfast.tasks.agent.OfferedItem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
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

  private final Vertx vertx;
  private final Toolbox toolbox;
  private final Map<String, AgentSpec.Mcp> agents;
  private final Function<String, McpDoor> doors;
  private final int asksMax;
  private int asking;

  /**
   * @param doors the server of each agent
   */
  public ServerOffers(
      Vertx vertx, Toolbox toolbox, ToolsConfig config, Function<String, McpDoor> doors) {
    this.vertx = vertx;
    this.toolbox = toolbox;
    this.agents = config.servers();
    this.asksMax = config.asksMax();
    this.doors = doors;
  }

  /** Where something is, and how its server calls it. */
  private record Found(String agent, String key) {}

  public Future<OfferedPage> list(ListOffered wanted) {
    return toolbox
        .offered()
        .map(all -> {
          List<String> resources = new ArrayList<>();
          List<String> templates = new ArrayList<>();
          List<String> prompts = new ArrayList<>();
          all.forEach((agent, offered) -> {
            offered.resources().forEach(item -> resources.add(item.json()));
            offered.templates().forEach(item -> templates.add(item.json()));
            offered
                .prompts()
                .forEach(
                    item -> prompts.add(OffersCodec.named(item.json(), name(agent, item.key()))));
          });
          return new OfferedPage(resources, templates, prompts);
        });
  }

  /** Empty where no server offers it. */
  public Future<Optional<ServerAnswer>> ask(AskServer wanted) {
    return toolbox
        .offered()
        .compose(all ->
            find(all, wanted)
                .map(found -> ask(found, wanted).map(Optional::of))
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

  private Future<ServerAnswer> ask(Found found, AskServer wanted) {
    if (asking >= asksMax) {
      return Future.failedFuture(
          new Fault(ErrorCode.OVERLOADED, "tasks.server_asks_max of " + asksMax + " is reached"));
    }
    asking++;
    Promise<ServerAnswer> answer = Promise.promise();
    Context context = vertx.getOrCreateContext();
    McpDoor door = doors.apply(found.agent());
    Thread.ofVirtual()
        .name("ask-" + found.agent())
        .start(() -> {
          Future<ServerAnswer> told = ask(door, found, wanted);
          try {
            context.runOnContext(now -> {
              asking--;
              told.onComplete(answer);
            });
          } catch (RejectedExecutionException e) {
            LOG.debug("the pod stopped before the server of agent {} answered", found.agent());
          }
        });
    return answer.future();
  }

  private static Future<ServerAnswer> ask(McpDoor door, Found found, AskServer wanted) {
    try {
      return Future.succeededFuture(
          new ServerAnswer(
              switch (wanted.what()) {
                case RESOURCE -> door.ask("resources/read", wanted.params());
                case PROMPT ->
                    door.ask("prompts/get", OffersCodec.named(wanted.params(), found.key()));
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
    }
  }

  private String name(String agent, String own) {
    McpRelay relay = Objects.requireNonNull(agents.get(agent)).relay();
    return relay.name(agent, own);
  }
}
