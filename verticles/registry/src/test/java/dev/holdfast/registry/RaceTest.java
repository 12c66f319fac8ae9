package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.RedisProbe;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.ResolveSession;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many callers on three pods want the same session at the same time. */
final class RaceTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final int KEYS = 300;
  private static final int CALLERS = 8;
  private static final long SEED = 20_260_101L;

  private final Database database = new Database();
  private final RegistryConfig config = TestConfigs.of(TestRedis.uri());
  private final List<TestPod> pods = new ArrayList<>();

  @BeforeEach
  void start() {
    for (String name : List.of("pod-1", "pod-2", "pod-3")) {
      pods.add(TestPod.start(name, config, database.config()));
    }
  }

  @AfterEach
  void close() {
    pods.forEach(TestPod::close);
  }

  @Test
  void row_12_concurrent_first_requests_yield_one_session() {
    List<List<ResolvedSession>> answers =
        race(key -> new ResolveSession(ADA, null, transport(key), null));

    assertOneSessionEach(answers);
    assertThat(database.count("session")).isEqualTo(KEYS);
    assertThat(database.count("session_log")).isEqualTo(KEYS);
    assertThat(database.count("binding")).isEqualTo(KEYS);
  }

  @Test
  void row_12_concurrent_first_requests_with_one_explicit_id_yield_one_session() {
    List<List<ResolvedSession>> answers =
        race(key -> new ResolveSession(ADA, "explicit-" + key, null, null));

    assertOneSessionEach(answers);
    assertThat(database.count("session")).isEqualTo(KEYS);
    assertThat(database.count("session_log")).isEqualTo(KEYS);
  }

  @Test
  void row_12_concurrent_first_requests_yield_one_session_while_redis_is_flushed() {
    try (RedisProbe redis = new RedisProbe(config, database.config())) {
      pods.forEach(redis::awaitConnected);
      long scouts = database.count("session");
      assertOneSessionEach(
          race(key -> {
            if (key % 20 == 0) {
              redis.flush();
            }
            return new ResolveSession(ADA, null, transport(key), null);
          }));
      assertThat(database.count("session") - scouts).isEqualTo(KEYS);
    }
  }

  @Test
  void crossing_transports_and_stable_keys_agree_and_leave_no_orphan() {
    Random random = new Random(SEED);
    List<ResolveSession> questions = new ArrayList<>();
    List<Future<ResolvedSession>> answers = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      StableKey stableKey =
          new StableKey("agent-" + random.nextInt(40), "/repository", "project", "");
      ResolveSession question =
          new ResolveSession(ADA, null, transport(random.nextInt(60)), stableKey);
      questions.add(question);
      answers.add(pods.get(i % pods.size()).request(Addresses.RESOLVE_SESSION, question));
    }
    Await.result(Future.all(answers));

    Map<Transport, Set<Long>> sessions = new HashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      sessions
          .computeIfAbsent(questions.get(i).transport(), t -> new HashSet<>())
          .add(answers.get(i).result().session().number());
    }
    assertThat(sessions.values()).as("seed %d", SEED).allMatch(numbers -> numbers.size() == 1);
    assertThat(
            database.rows(
                "SELECT session_no FROM session s WHERE NOT EXISTS"
                    + " (SELECT FROM binding b WHERE b.session_no = s.session_no)"))
        .as("sessions that nothing leads to, seed %d", SEED)
        .isEmpty();
  }

  /** Every caller of every key at once; the answers by key. */
  private List<List<ResolvedSession>> race(IntFunction<ResolveSession> question) {
    List<List<Future<ResolvedSession>>> asked = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      ResolveSession same = question.apply(key);
      List<Future<ResolvedSession>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(pods.get(caller % pods.size()).request(Addresses.RESOLVE_SESSION, same));
      }
      asked.add(callers);
    }
    return asked.stream()
        .map(callers -> {
          Await.result(Future.all(callers));
          return callers.stream().map(Future::result).toList();
        })
        .toList();
  }

  private static void assertOneSessionEach(List<List<ResolvedSession>> answers) {
    assertThat(answers)
        .allSatisfy(callers -> {
          assertThat(callers.stream().map(ResolvedSession::session).distinct()).hasSize(1);
          assertThat(callers.stream().filter(ResolvedSession::created)).hasSize(1);
          assertThat(callers.stream().filter(a -> a.source() == SessionSource.MINTED))
              .hasSizeLessThanOrEqualTo(1);
        });
    assertThat(answers.stream().map(callers -> callers.getFirst().session().number()))
        .doesNotHaveDuplicates();
  }

  private static Transport transport(int key) {
    return new Transport(TransportKind.HTTP, "transport-" + key);
  }
}
