package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.RandomId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.BindingPage;
import dev.holdfast.shared.message.ChangeMcpSubscription;
import dev.holdfast.shared.message.CheckMcpSessions;
import dev.holdfast.shared.message.CloseMcpSession;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.FindMcpRoots;
import dev.holdfast.shared.message.FindMcpSession;
import dev.holdfast.shared.message.FindSession;
import dev.holdfast.shared.message.ListBindings;
import dev.holdfast.shared.message.McpSession;
import dev.holdfast.shared.message.McpSessionStates;
import dev.holdfast.shared.message.OpenMcpSession;
import dev.holdfast.shared.message.Rebind;
import dev.holdfast.shared.message.SetMcpRoots;
import dev.holdfast.shared.testing.TestRedis;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class McpSessionsTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal EVE = new Principal("acme", "eve");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG = TestConfigs.of(TestRedis.uri());
  private static final TestPod ONE = TestPod.start("pod-1", CONFIG, DATABASE.config());
  private static final TestPod TWO = TestPod.start("pod-2", CONFIG, DATABASE.config());

  @AfterAll
  static void close() {
    ONE.close();
    TWO.close();
  }

  @Test
  void what_was_agreed_on_at_one_pod_is_known_at_every_pod() {
    McpSession opened = open();
    McpSession found = find(TWO, ADA, opened.id());
    assertThat(found).isEqualTo(opened);
    assertThat(found.protocolVersion()).isEqualTo("2025-11-25");
    assertThat(found.capabilities()).isEqualTo("{\"elicitation\":{}}");
  }

  @Test
  void a_foreign_one_is_answered_as_one_that_never_was() {
    String id = open().id();
    assertUnknown(TWO, EVE, id);
    assertUnknown(TWO, ADA, "mcp_never");
    assertThatThrownBy(() -> ONE.ask(Addresses.CLOSE_MCP_SESSION, new CloseMcpSession(EVE, id)))
        .extracting(failure -> Fault.of(failure).code())
        .isEqualTo(ErrorCode.UNKNOWN_BINDING);
    assertThat(find(ONE, ADA, id).id()).isEqualTo(id);
  }

  @Test
  void closing_ends_it_on_every_pod_and_keeps_the_session() {
    McpSession opened = open();
    ONE.ask(Addresses.CLOSE_MCP_SESSION, new CloseMcpSession(ADA, opened.id()));
    assertUnknown(ONE, ADA, opened.id());
    assertUnknown(TWO, ADA, opened.id());
    assertThat(TWO.ask(Addresses.FIND_SESSION, new FindSession(ADA, opened.session().id())))
        .isEqualTo(opened.session());
    BindingPage bindings =
        ONE.ask(Addresses.LIST_BINDINGS, new ListBindings(opened.session(), null, 10));
    assertThat(bindings.bindings())
        .singleElement()
        .satisfies(binding -> {
          assertThat(binding.kind()).isEqualTo("mcp");
          assertThat(binding.endCause()).isEqualTo("closed");
        });
  }

  @Test
  void it_ends_with_its_session() {
    McpSession opened = open();
    ONE.ask(
        Addresses.END_SESSION,
        new EndSession(ADA, opened.session().id(), EndStatus.COMPLETED, null));
    assertUnknown(TWO, ADA, opened.id());
  }

  @Test
  void its_owner_moves_it_to_another_session() {
    McpSession opened = open();
    ONE.resolve(ADA, "mcp-next", null, null);
    ONE.ask(
        Addresses.REBIND,
        new Rebind(
            ADA, new Transport(TransportKind.MCP, opened.id()), "mcp-next", opened.session().id()));
    assertThat(find(TWO, ADA, opened.id()).session().id()).isEqualTo("mcp-next");
  }

  @Test
  void how_many_stand_is_told_at_once_and_those_that_are_over_are_left_out() {
    McpSession here = open();
    McpSession moved = open();
    McpSession closed = open();
    ONE.resolve(ADA, "mcp-other", null, null);
    ONE.ask(
        Addresses.REBIND,
        new Rebind(
            ADA, new Transport(TransportKind.MCP, moved.id()), "mcp-other", moved.session().id()));
    ONE.ask(
        Addresses.CHANGE_MCP_SUBSCRIPTION,
        new ChangeMcpSubscription(ADA, here.id(), "holdfast://a", true));
    ONE.ask(Addresses.CLOSE_MCP_SESSION, new CloseMcpSession(ADA, closed.id()));
    FindMcpSession foreign = new FindMcpSession(EVE, here.id());
    Map<FindMcpSession, McpSessionStates.State> live =
        TWO.ask(
                Addresses.CHECK_MCP_SESSIONS,
                new CheckMcpSessions(
                    Set.of(of(here), of(moved), of(closed), foreign), Set.of(of(here), foreign)))
            .live();
    assertThat(live.keySet()).containsExactlyInAnyOrder(of(here), of(moved));
    assertThat(live.get(of(here))).isEqualTo(state(here.session(), Set.of("holdfast://a")));
    assertThat(live.get(of(moved)))
        .isEqualTo(state(find(ONE, ADA, moved.id()).session(), Set.of()));
    assertThat(stands(here)).isEqualTo(state(here.session(), Set.of()));
  }

  private static McpSessionStates.State state(SessionRef session, Set<String> uris) {
    return new McpSessionStates.State(session, uris, 0);
  }

  @Test
  void a_client_that_has_folders_has_to_be_asked_until_it_told_them() {
    McpSession opened =
        ONE.ask(
            Addresses.OPEN_MCP_SESSION,
            new OpenMcpSession(ADA, RandomId.mint("mcp"), "2025-11-25", "{}", "{\"roots\":{}}"));
    assertAsks(opened, 1, null);
    ONE.ask(Addresses.SET_MCP_ROOTS, new SetMcpRoots(ADA, opened.id(), "[]", 1));
    assertAsks(opened, 0, "[]");
    ONE.ask(Addresses.SET_MCP_ROOTS, new SetMcpRoots(ADA, opened.id(), null, 0));
    assertAsks(opened, 2, null);
    ONE.ask(Addresses.SET_MCP_ROOTS, new SetMcpRoots(ADA, opened.id(), "[\"old\"]", 1));
    assertAsks(opened, 2, null);
    ONE.ask(Addresses.SET_MCP_ROOTS, new SetMcpRoots(ADA, opened.id(), "[]", 2));
    assertThat(TWO.ask(Addresses.FIND_MCP_ROOTS, new FindMcpRoots(EVE, opened.id())).json())
        .isNull();
    assertThatThrownBy(
            () -> ONE.ask(Addresses.SET_MCP_ROOTS, new SetMcpRoots(EVE, opened.id(), "[]", 2)))
        .extracting(failure -> Fault.of(failure).code())
        .isEqualTo(ErrorCode.UNKNOWN_BINDING);
  }

  @Test
  void what_a_client_wanted_is_forgotten_when_its_session_is_closed() {
    McpSession opened = open();
    ONE.ask(
        Addresses.CHANGE_MCP_SUBSCRIPTION,
        new ChangeMcpSubscription(ADA, opened.id(), "holdfast://a", true));
    ONE.ask(Addresses.SET_MCP_ROOTS, new SetMcpRoots(ADA, opened.id(), "[]", 1));
    ONE.ask(Addresses.CLOSE_MCP_SESSION, new CloseMcpSession(ADA, opened.id()));
    assertThat(ONE.ask(Addresses.FIND_MCP_ROOTS, new FindMcpRoots(ADA, opened.id())).json())
        .isNull();
  }

  private static void assertAsks(McpSession session, long time, @Nullable String roots) {
    assertThat(stands(session))
        .isEqualTo(new McpSessionStates.State(session.session(), Set.of(), time));
    assertThat(TWO.ask(Addresses.FIND_MCP_ROOTS, new FindMcpRoots(ADA, session.id())).json())
        .isEqualTo(roots);
  }

  private static McpSessionStates.@Nullable State stands(McpSession session) {
    return TWO.ask(
            Addresses.CHECK_MCP_SESSIONS, new CheckMcpSessions(Set.of(of(session)), Set.of()))
        .live()
        .get(of(session));
  }

  private static FindMcpSession of(McpSession session) {
    return new FindMcpSession(session.session().owner(), session.id());
  }

  private static McpSession open() {
    return ONE.ask(
        Addresses.OPEN_MCP_SESSION,
        new OpenMcpSession(
            ADA, RandomId.mint("mcp"), "2025-11-25", "{\"name\":\"t\"}", "{\"elicitation\":{}}"));
  }

  private static McpSession find(TestPod pod, Principal principal, String id) {
    return pod.ask(Addresses.FIND_MCP_SESSION, new FindMcpSession(principal, id));
  }

  private static void assertUnknown(TestPod pod, Principal principal, String id) {
    assertThatThrownBy(() -> find(pod, principal, id))
        .extracting(failure -> Fault.of(failure).code())
        .isEqualTo(ErrorCode.UNKNOWN_BINDING);
  }
}
