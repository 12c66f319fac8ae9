package dev.holdfast.registry.testing;

import dev.holdfast.registry.RegistryConfig;
import dev.holdfast.registry.RegistryVerticle;
import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.bus.Topic;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One pod: a Vert.x and a registry of its own. */
public final class TestPod implements AutoCloseable {
  private static final long PATIENCE_MS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, PATIENCE_MS);

  private TestPod() {}

  public static TestPod start(String name, RegistryConfig config, PostgresConfig postgres) {
    TestPod pod = new TestPod();
    Bus.install(pod.vertx);
    Await.result(
        pod.vertx.deployVerticle(
            new RegistryVerticle(
                config, postgres, pod.bus, new PodBus(pod.vertx, PodId.start(name), false))));
    return pod;
  }

  /** Stands in for another module of the pod. */
  public <Q extends Record, R> void answer(Address<Q, R> address, Function<Q, R> answer) {
    bus.answer(address, question -> Future.succeededFuture(answer.apply(question)));
  }

  /** Asks and does not wait. */
  public <Q extends Record, R> Future<R> request(Address<Q, R> address, Q question) {
    return bus.request(address, question);
  }

  public <M extends Record> void tell(Topic<M> topic, M notice) {
    bus.tell(topic, notice);
  }

  public <Q extends Record, R> R ask(Address<Q, R> address, Q question) {
    return Await.result(request(address, question));
  }

  public ResolvedSession resolve(
      Principal principal,
      @Nullable String sessionId,
      @Nullable Transport transport,
      @Nullable StableKey stableKey) {
    return ask(
        Addresses.RESOLVE_SESSION, new ResolveSession(principal, sessionId, transport, stableKey));
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
