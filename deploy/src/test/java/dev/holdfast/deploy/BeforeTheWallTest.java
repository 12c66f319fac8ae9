package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.holdfast.shared.store.Postgres;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which code may ask Postgres without naming a principal. */
final class BeforeTheWallTest {
  /**
   * Who acts as the owner of the tables, before the wall of row-level security; the reasons are in
   * docs/adr/0007. Everybody else names the principal to Postgres.
   */
  private static final Set<String> BEFORE_THE_WALL =
      Set.of(
          "registry.store.BelieverStore", // which processes run; no client's data
          "registry.store.BindingStore", // what the cache still has to forget, of all owners
          "registry.store.ControlRenewalStore", // of all owners in one statement
          "registry.store.CredentialStore",
          "registry.store.DatabaseIdentity",
          "registry.store.EndStore",
          "registry.store.GroupedCreations", // many principals in one transaction
          "registry.store.McpStateStore", // streams of all owners at once
          "registry.store.GroupedReads", // many principals in one statement
          "registry.store.PostgresSessionStore",
          "registry.store.RecentEndStore", // of all owners
          "registry.store.RecountStore", // of all owners
          "registry.store.SweepStore",
          "registry.store.TicketStore", // redeeming is what tells the principal
          "registry.journal.store.EntryStore",
          "tasks.store.ClaimStore", // of all owners
          "tasks.store.DependencyStore", // finds whose dependencies have ended, of all owners
          "tasks.store.EndedStore",
          "tasks.store.ExecutionStore",
          "tasks.store.LateStore", // of all owners
          "tasks.store.LineageStore", // finds what is left behind, of all owners
          "tasks.store.LoadStore", // counts those of a whole tenant
          "tasks.store.PodStore",
          "tasks.store.QuestionStore", // acts under a lease
          "tasks.store.StopRequestStore", // of all owners
          "tasks.store.RollStore", // of all owners
          "tasks.store.SummaryStore", // its end acts under a lease; what it reads is behind the
          // wall
          "tasks.store.UsageStore", // a tenant's totals, for its administrator
          "tasks.store.RoomStore", // counts what runs, of all owners
          "broadcast.store.RetentionStore", // of all owners
          "shared.event.EventLog",
          "deploy.store.PostgresProbe");

  @Test
  void only_named_stores_act_before_the_wall() {
    Set<String> before = new TreeSet<>();
    for (JavaClass each : OwnCode.CLASSES) {
      each.getMethodCallsFromSelf().stream()
          .filter(call -> call.getTargetOwner().isEquivalentTo(Postgres.class))
          .filter(call ->
              call.getName().equals("reads")
                  || (call.getName().equals("inTransaction")
                      && call.getTarget().getRawParameterTypes().size() == 1))
          .forEach(call -> before.add(each.getName().substring(OwnCode.ROOT.length() + 1)));
    }
    assertThat(before).containsExactlyInAnyOrderElementsOf(BEFORE_THE_WALL);
  }
}
