package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.RedisProbe;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.StableKey;
import dev.holdfast.shared.identity.Transport;
import dev.holdfast.shared.identity.TransportKind;
import dev.holdfast.shared.message.GetProject;
import dev.holdfast.shared.message.ResolvedSession;
import dev.holdfast.shared.message.SetProject;
import dev.holdfast.shared.testing.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Seed 001's three cases, and what must be found again when no process remembers it. */
final class RestartTest {
  private static final Principal ADA = new Principal("acme", "ada");

  private final Database database = new Database();
  private final RegistryConfig config = TestConfigs.of(TestRedis.uri());
  private TestPod pod = TestPod.start("pod-1", config, database.config());

  @AfterEach
  void close() {
    pod.close();
  }

  @Test
  void row_8_sessions_and_bindings_are_found_again_after_a_restart_and_a_flush() {
    Transport transport = transport("row8");
    StableKey stableKey = new StableKey("agent", "/repository", "project", "row8");
    ResolvedSession minted = pod.resolve(ADA, null, transport, stableKey);
    ResolvedSession named = pod.resolve(ADA, "row8-named", null, null);

    restartAndForget();

    assertThat(pod.resolve(ADA, null, transport, null).session()).isEqualTo(minted.session());
    assertThat(pod.resolve(ADA, null, null, stableKey).session()).isEqualTo(minted.session());
    ResolvedSession again = pod.resolve(ADA, "row8-named", null, null);
    assertThat(again.session()).isEqualTo(named.session());
    assertThat(again.created()).isFalse();
  }

  @Test
  void seed_001_case_1_the_project_survives_a_restart_of_the_server() {
    SessionRef before = pod.resolve(ADA, null, transport("xyz123"), null).session();
    pod.ask(Addresses.SET_PROJECT, new SetProject(before, "project_a", null));

    restartAndForget();

    SessionRef after = pod.resolve(ADA, null, transport("xyz123"), null).session();
    assertThat(after).isEqualTo(before);
    assertThat(pod.ask(Addresses.GET_PROJECT, new GetProject(after)).project())
        .isEqualTo("project_a");
  }

  @Test
  void seed_001_case_2_agents_on_different_transports_keep_their_own_projects() {
    SessionRef first = pod.resolve(ADA, null, transport("agent-a"), null).session();
    pod.ask(Addresses.SET_PROJECT, new SetProject(first, "project_of_a", null));
    SessionRef second = pod.resolve(ADA, null, transport("agent-b"), null).session();
    pod.ask(Addresses.SET_PROJECT, new SetProject(second, "project_of_b", null));

    assertThat(first).isNotEqualTo(second);
    assertThat(projectOf("agent-a")).isEqualTo("project_of_a");
    assertThat(projectOf("agent-b")).isEqualTo("project_of_b");
  }

  @Test
  void seed_001_case_3_a_transport_id_that_changes_keeps_the_session_by_its_stable_key() {
    StableKey stableKey = new StableKey("agent-a", "/home/ada/repository", "project", "");
    SessionRef before = pod.resolve(ADA, null, transport("xyz123"), stableKey).session();
    pod.ask(Addresses.SET_PROJECT, new SetProject(before, "project_a", null));

    SessionRef after = pod.resolve(ADA, null, transport("xyz789"), stableKey).session();
    assertThat(after).isEqualTo(before);
    assertThat(projectOf("xyz789")).isEqualTo("project_a");
  }

  private @Nullable String projectOf(String transportId) {
    SessionRef session = pod.resolve(ADA, null, transport(transportId), null).session();
    return pod.ask(Addresses.GET_PROJECT, new GetProject(session)).project();
  }

  private void restartAndForget() {
    pod.close();
    try (RedisProbe redis = new RedisProbe(config, database.config())) {
      redis.flush();
    }
    pod = TestPod.start("pod-1", config, database.config());
  }

  private static Transport transport(String id) {
    return new Transport(TransportKind.WEBSOCKET, id);
  }
}
