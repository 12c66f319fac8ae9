package dev.holdfast.registry.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.cache.CacheSeal;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.cache.SharedCache;
import dev.holdfast.registry.cache.store.RedisStore;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.NewBindings;
import dev.holdfast.registry.store.Opened;
import dev.holdfast.registry.store.PostgresSessionStore;
import dev.holdfast.registry.store.RecentEndStore;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.shared.identity.PodId;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often Postgres is asked, and what happens when somebody else is first. */
final class SessionResolverTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Deadline DEADLINE = new Deadline(30_000);
  private static final Transport TRANSPORT = new Transport(TransportKind.HTTP, "transport");
  private static final StableKey STABLE_KEY = new StableKey("agent", "/repository", "", "");

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Database database = new Database();
  private final Postgres postgres = Postgres.open(vertx, database.config());
  private final PostgresSessionStore real =
      new PostgresSessionStore(postgres, TestConfigs.groups());
  private final CountingStore counting = new CountingStore(real);
  private final SessionLookup lookup = lookup();
  private final SessionResolver resolver =
      new SessionResolver(counting, lookup, DEADLINE, PodId.start("pod-1"), 5);

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void p7_a_thousand_callers_on_one_cold_key_are_one_load() {
    List<ResolvedSession> minted = together(1_000, new ResolveSession(ADA, null, TRANSPORT, null));

    assertThat(counting.acts()).containsExactly("binding", "mint");
    assertThat(minted.stream().map(ResolvedSession::session).distinct()).hasSize(1);
    assertThat(minted.stream().filter(ResolvedSession::created)).hasSize(1);
    assertThat(minted.stream().filter(r -> r.source() == SessionSource.TRANSPORT)).hasSize(999);
  }

  @Test
  void p7_a_thousand_readers_of_one_cold_session_are_one_load() {
    Await.result(real.open(ADA, "cold", none()));
    SessionReader reader = new SessionReader(counting, lookup, DEADLINE);
    Await.result(
        Future.all(
            IntStream.range(0, 1_000)
                .mapToObj(i -> on(() -> reader.find(new FindSession(ADA, "cold"))))
                .toList()));

    assertThat(counting.acts()).containsExactly("session");
  }

  @Test
  void what_the_near_cache_holds_is_not_asked_again() {
    ResolveSession question = new ResolveSession(ADA, "held", TRANSPORT, STABLE_KEY);
    assertThat(resolve(question).created()).isTrue();
    assertThat(counting.acts()).containsExactly("session", "binding", "binding", "open");

    for (ResolveSession again :
        List.of(
            question,
            new ResolveSession(ADA, "held", null, null),
            new ResolveSession(ADA, null, TRANSPORT, null),
            new ResolveSession(ADA, null, null, STABLE_KEY))) {
      assertThat(resolve(again).session().id()).isEqualTo("held");
      assertThat(resolve(again).created()).isFalse();
    }
    assertThat(counting.acts()).isEmpty();
  }

  @Test
  void callers_without_a_name_never_share_a_session_even_at_the_same_time() {
    List<ResolvedSession> all = together(100, new ResolveSession(ADA, null, null, null));

    assertThat(all.stream().map(ResolvedSession::session).distinct()).hasSize(100);
    assertThat(all).allMatch(ResolvedSession::created);
  }

  @Test
  void a_mint_that_lost_leaves_nothing_behind() {
    Opened winner = Await.result(real.open(ADA, "winner", bindings(TRANSPORT)));

    Optional<Opened> lost =
        Await.result(real.mint(ADA, "loser", bindings(STABLE_KEY.transport(), TRANSPORT)));
    assertThat(lost).isEmpty();
    assertThat(database.rows("SELECT session_id FROM session")).containsExactly("winner");
    assertThat(database.count("session_log")).isEqualTo(1);
    assertThat(database.rows("SELECT session_no FROM binding"))
        .containsExactly(Long.toString(winner.session().number()));
  }

  @Test
  void who_loses_a_mint_gets_the_winners_session() {
    SessionResolver rivalled = rivalled();
    ResolvedSession resolved =
        Await.result(on(() -> rivalled.resolve(new ResolveSession(ADA, null, TRANSPORT, null))));

    assertThat(resolved.session().id()).isEqualTo("rivals");
    assertThat(resolved.source()).isEqualTo(SessionSource.TRANSPORT);
    assertThat(resolved.created()).isFalse();
    assertThat(database.count("session")).isEqualTo(1);
  }

  @Test
  void a_transport_that_a_rival_binds_first_goes_before_the_stable_key() {
    Await.result(real.open(ADA, "by-stable-key", bindings(STABLE_KEY.transport())));
    SessionResolver rivalled = rivalled();
    ResolvedSession resolved =
        Await.result(
            on(() -> rivalled.resolve(new ResolveSession(ADA, null, TRANSPORT, STABLE_KEY))));

    assertThat(resolved.session().id()).isEqualTo("rivals");
    assertThat(resolved.source()).isEqualTo(SessionSource.TRANSPORT);
  }

  @Test
  void an_explicit_id_stands_although_a_rival_binds_the_transport_first() {
    SessionResolver rivalled = rivalled();
    ResolvedSession resolved =
        Await.result(on(() -> rivalled.resolve(new ResolveSession(ADA, "mine", TRANSPORT, null))));

    assertThat(resolved.session().id()).isEqualTo("mine");
    assertThat(resolved.created()).isTrue();
    assertThat(database.rows("SELECT s.session_id FROM binding JOIN session s USING (session_no)"))
        .containsExactly("rivals");
    assertThat(resolve(new ResolveSession(ADA, null, TRANSPORT, null)).session().id())
        .isEqualTo("rivals");
  }

  private ResolvedSession resolve(ResolveSession question) {
    return Await.result(on(() -> resolver.resolve(question)));
  }

  private List<ResolvedSession> together(int callers, ResolveSession question) {
    List<Future<ResolvedSession>> asked =
        Await.result(
            on(() ->
                Future.succeededFuture(
                    Stream.generate(() -> resolver.resolve(question)).limit(callers).toList())));
    Await.result(Future.all(asked));
    return asked.stream().map(Future::result).toList();
  }

  /** A resolver before whose first change somebody else binds the transport. */
  private SessionResolver rivalled() {
    RivalStore store = new RivalStore(real, () -> real.open(ADA, "rivals", bindings(TRANSPORT)));
    return new SessionResolver(store, lookup(), DEADLINE, PodId.start("pod-1"), 5);
  }

  private SessionLookup lookup() {
    return Await.result(
        on(() ->
            Future.succeededFuture(
                new SessionLookup(
                    counting,
                    new NearCache<>(1_000, 5_000, Ticker.systemTicker()),
                    new SharedCache(
                        RedisStore.open(vertx, TestConfigs.redis(TestRedis.uri(), 5_000)),
                        new CacheSeal(RandomId.mint("secret"), "test"),
                        60),
                    new RecentEnds(new RecentEndStore(postgres, 1_000), 60_000),
                    DEADLINE))));
  }

  /** Runs on the event loop that owns the resolver. */
  private <T> Future<T> on(Supplier<Future<T>> act) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(now -> act.get().onComplete(promise));
    return promise.future();
  }

  private static NewBindings bindings(Transport... ways) {
    return new NewBindings(List.of(ways), SessionSource.CLIENT, "pod-2");
  }

  private static NewBindings none() {
    return bindings();
  }
}
