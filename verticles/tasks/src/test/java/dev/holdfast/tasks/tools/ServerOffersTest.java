package dev.holdfast.tasks.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.message.AskServer;
import dev.holdfast.shared.message.ServerAnswer;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.tasks.agent.AgentSpec;
import dev.holdfast.tasks.agent.Cancellation;
import dev.holdfast.tasks.agent.McpDoor;
import dev.holdfast.tasks.agent.McpRelay;
import dev.holdfast.tasks.agent.McpServer;
import dev.holdfast.tasks.agent.Offered;
import dev.holdfast.tasks.agent.OfferedItem;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.RpcLimits;
import dev.holdfast.tasks.agent.RunLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerOffersTest {
  private static final int LONG_MS = 120_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @AfterEach
  void end() {
    Await.result(vertx.close());
  }

  @Test
  void a_question_that_breaks_is_answered_and_gives_its_place_back() {
    ServerOffers offers =
        offers(
            1,
            LONG_MS,
            (params, cancellation) -> {
              throw new StackOverflowError(params);
            });
    for (int i = 0; i < 3; i++) {
      assertThat(failure(ask(offers, "a"))).isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void a_question_that_takes_too_long_is_cancelled_and_its_place_is_free() {
    ServerOffers offers =
        offers(
            1,
            10,
            (params, cancellation) -> {
              cancellation.requested().join();
              throw new IOException("cancelled");
            });
    String late = "did not answer within tasks.server_ask_ms of 10 ms";
    assertThat(failure(ask(offers, "a"))).hasMessageContaining(late);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(failure(ask(offers, "a"))).hasMessageContaining(late));
  }

  @Test
  void one_agent_gets_a_quarter_of_the_places() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ServerOffers offers =
        offers(
            8,
            LONG_MS,
            (params, cancellation) -> {
              go.await();
              return Map.of();
            });
    Future<Optional<ServerAnswer>> first = ask(offers, "a");
    Future<Optional<ServerAnswer>> second = ask(offers, "a");
    assertThat(((Fault) failure(ask(offers, "a"))).code()).isEqualTo(ErrorCode.OVERLOADED);
    Future<Optional<ServerAnswer>> other = ask(offers, "b");
    go.countDown();
    assertThat(Await.result(first)).isPresent();
    assertThat(Await.result(second)).isPresent();
    assertThat(Await.result(other)).isPresent();
    assertThat(Await.result(ask(offers, "a"))).isPresent();
  }

  private ServerOffers offers(int asksMax, int askMs, Says says) {
    AgentSpec.Mcp spec =
        new AgentSpec.Mcp(
            "",
            new McpServer.OfProgram(new Program(List.of("none"), null, Map.of(), 200)),
            null,
            List.of(),
            new RunLimits(LONG_MS, 1 << 20),
            new RpcLimits(LONG_MS, 1 << 20),
            new McpRelay(false, true, false, false, 1_000));
    ToolsConfig config =
        new ToolsConfig(
            Map.of(), Map.of("a", spec, "b", spec), LONG_MS, LONG_MS, LONG_MS, asksMax, askMs);
    Toolbox toolbox = new Toolbox(vertx, config, agent -> new Door(agent, says)::offered);
    return new ServerOffers(vertx, toolbox, config, agent -> new Door(agent, says));
  }

  private Future<Optional<ServerAnswer>> ask(ServerOffers offers, String agent) {
    Promise<Optional<ServerAnswer>> answer = Promise.promise();
    context.runOnContext(now ->
        offers
            .ask(new AskServer(AskServer.What.RESOURCE, "test://" + agent, "{}"))
            .onComplete(answer));
    return answer.future();
  }

  private static Throwable failure(Future<?> asked) {
    return Await.result(asked.transform(result -> Future.succeededFuture(result.cause())));
  }

  /** What a server says. */
  private interface Says {
    Map<String, String> ask(String params, Cancellation cancellation)
        throws IOException, InterruptedException;
  }

  private record Door(String agent, Says says) implements McpDoor {
    @Override
    public Offered offered() {
      return new Offered(
          List.of(), List.of(new OfferedItem("test://" + agent, "{}")), List.of(), List.of());
    }

    @Override
    public Map<String, String> ask(String method, String params, Cancellation cancellation)
        throws IOException, InterruptedException {
      return says.ask(params, cancellation);
    }
  }
}
