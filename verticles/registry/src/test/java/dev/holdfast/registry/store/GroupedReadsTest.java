package dev.holdfast.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.SessionSource;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.ProjectBinding;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Look-ups of one kind in common statements: each is told of its own, and fails alone. */
final class GroupedReadsTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal BOB = new Principal("acme", "bob");
  private static final Principal CARL = new Principal("other", "ada");
  private static final List<Principal> ALL = List.of(ADA, BOB, CARL);
  private static final Principal REFUSED = new Principal("acme", "a\0");
  private static final GroupLimits LIMITS = new GroupLimits(1, 1_000, 1_000);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Database database = new Database();
  private final Postgres postgres = Postgres.open(vertx, database.config());
  private final PostgresSessionStore sessions =
      new PostgresSessionStore(postgres, new GroupConfig(LIMITS, 50));

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void those_that_come_together_are_one_statement() {
    Division kind = new Division();
    GroupedReads<Integer, Integer> reads = new GroupedReads<>(postgres, LIMITS, kind);
    List<Future<Optional<Integer>>> found = together(100, i -> reads.find(i + 1));
    for (int i = 0; i < found.size(); i++) {
      assertThat(Await.result(found.get(i))).contains(5_040 / (i + 1));
    }
    assertThat(kind.statements).containsExactly(1, 99);
  }

  @Test
  void what_postgres_refuses_fails_alone_and_what_is_not_there_is_empty() {
    Division kind = new Division();
    GroupedReads<Integer, Integer> reads = new GroupedReads<>(postgres, LIMITS, kind);
    List<Future<Optional<Integer>>> found = together(5, i -> reads.find(i == 3 ? 0 : i - 1));
    assertThat(Await.result(found.get(0))).isEmpty();
    assertThat(Await.result(found.get(2))).contains(5_040);
    assertThat(Await.result(found.get(4))).contains(1_680);
    for (int refused : new int[] {1, 3}) {
      assertThatThrownBy(() -> Await.result(found.get(refused))).isInstanceOf(PgException.class);
    }
  }

  @Test
  void each_owner_is_told_of_its_own_protocol_session_whatever_the_ids() {
    McpStore store = new McpStore(postgres, LIMITS);
    for (Principal owner : ALL) {
      Transport way = new Transport(TransportKind.MCP, "same");
      NewBindings bindings = new NewBindings(List.of(way), SessionSource.MINTED, "pod-1");
      Await.result(sessions.open(owner, "same", bindings));
      Await.result(store.open(new OpenMcpSession(owner, "same", version(owner), "{}", "{}")));
    }
    List<Future<McpSession>> found =
        together(9, i -> store.find(new FindMcpSession(ALL.get(i % 3), i < 6 ? "same" : "none")));
    List<Future<McpSession>> beside =
        together(3, i -> store.find(new FindMcpSession(i == 1 ? REFUSED : ADA, "same")));
    for (int i = 0; i < found.size(); i++) {
      Future<McpSession> each = found.get(i);
      if (i < 6) {
        McpSession session = Await.result(each);
        assertThat(session.session().owner()).isEqualTo(ALL.get(i % 3));
        assertThat(session.protocolVersion()).isEqualTo(version(ALL.get(i % 3)));
      } else {
        assertFails(each, ErrorCode.UNKNOWN_BINDING);
      }
    }
    assertThat(Await.result(beside.get(2)).session().owner()).isEqualTo(ADA);
    assertThatThrownBy(() -> Await.result(beside.get(1))).isInstanceOf(PgException.class);
  }

  @Test
  void a_sessions_project_is_told_to_its_owner_only() {
    ProjectStore store = new ProjectStore(postgres, new RegisterStore(postgres, 100), LIMITS);
    List<SessionRef> opened = new ArrayList<>();
    for (Principal owner : ALL) {
      NewBindings none = new NewBindings(List.of(), SessionSource.MINTED, "pod-1");
      opened.add(Await.result(sessions.open(owner, "same", none)).session());
    }
    Await.result(store.set(new SetProject(opened.get(0), "of-ada", null), mode -> {}));
    Await.result(store.set(new SetProject(opened.get(1), "of-bob", null), mode -> {}));
    SessionRef stolen = new SessionRef(opened.get(0).number(), BOB, "same");
    List<SessionRef> asked = List.of(opened.get(2), opened.get(1), stolen, opened.get(0));
    List<Future<Optional<ProjectBinding>>> found = together(4, i -> store.get(asked.get(i)));
    assertThat(Await.result(found.get(0))).isEmpty();
    assertThat(Await.result(found.get(1)).orElseThrow().project()).isEqualTo("of-bob");
    assertFails(found.get(2), ErrorCode.UNKNOWN_SESSION);
    assertThat(Await.result(found.get(3)).orElseThrow().project()).isEqualTo("of-ada");
  }

  /** 5040 by each number; nothing for negative ones, and Postgres refuses 0. */
  private static final class Division implements GroupedReads.Kind<Integer, Integer> {
    private final List<Integer> statements = new ArrayList<>();

    @Override
    public String sql() {
      return """
      SELECT member, 5040 / number AS quotient
      FROM unnest($1::int[]) WITH ORDINALITY AS asked (number, member)
      WHERE number >= 0
      """;
    }

    @Override
    public Tuple values(List<Integer> numbers) {
      statements.add(numbers.size());
      return Tuple.of(numbers.toArray(Integer[]::new));
    }

    @Override
    public Integer answer(Integer number, Row row) {
      return row.getInteger("quotient");
    }
  }

  private static String version(Principal owner) {
    return "of " + owner.tenant() + " " + owner.name();
  }

  private static void assertFails(Future<?> found, ErrorCode code) {
    assertThatThrownBy(() -> Await.result(found))
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  /** All of them in one turn of the event loop: the first leaves alone, the others together. */
  private <T> List<Future<T>> together(int members, IntFunction<Future<T>> act) {
    Promise<List<Future<T>>> promise = Promise.promise();
    loop.runOnContext(now -> promise.complete(IntStream.range(0, members).mapToObj(act).toList()));
    return Await.result(promise.future());
  }
}
