package dev.holdfast.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.registry.testing.Database;
import dev.holdfast.registry.testing.TestConfigs;
import dev.holdfast.registry.testing.TestPod;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.ApiKey;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.Ticket;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.IssueTicket;
import dev.holdfast.shared.message.IssuedTicket;
import dev.holdfast.shared.message.RedeemTicket;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.testing.Await;
import dev.holdfast.shared.testing.TestRedis;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TicketsTest {
  private static final Principal ROOT = new Principal("acme", "root");
  private static final Principal ADA = new Principal("acme", "ada");
  private static final int LIFETIME_MS = 30_000;

  private final Database database = new Database();
  private final TestPod one =
      TestPod.start("pod-1", TestConfigs.of(TestRedis.uri()), database.config());
  private final TestPod two =
      TestPod.start("pod-2", TestConfigs.of(TestRedis.uri()), database.config());
  private final String keyId =
      one.ask(
              Addresses.CREATE_KEY,
              new CreateKey(ROOT, "ada", KeyScope.ADMIN, "", ApiKey.mint().hash(), null))
          .keyId();

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void row_77_of_many_who_use_a_ticket_on_two_pods_exactly_one_is_let_in() {
    for (int round = 0; round < 20; round++) {
      Ticket ticket = issue(new Access.Proof.Key(keyId));
      List<Future<Optional<Access>>> uses = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        uses.add(
            (i % 2 == 0 ? one : two)
                .request(Addresses.REDEEM_TICKET, new RedeemTicket(ticket.hash())));
      }
      Await.result(Future.all(uses));
      assertThat(uses.stream().map(Future::result).flatMap(Optional::stream))
          .containsExactly(new Access(ADA, KeyScope.SESSION, new Access.Proof.Key(keyId)));
      database.execute("DELETE FROM ticket");
    }
  }

  @Test
  void row_77_a_ticket_is_stored_as_its_hash_and_is_no_api_key() {
    Ticket ticket = issue(new Access.Proof.Key(keyId));
    assertThat(ticket.secret()).matches("hft_[A-Za-z0-9_-]{43}");
    assertThat(database.rows("SELECT row_to_json(t)::text FROM ticket t"))
        .singleElement()
        .asString()
        .contains(ticket.hash())
        .doesNotContain(ticket.secret().substring(4));
    assertThat(one.ask(Addresses.AUTHENTICATE, new Authenticate(ticket.hash()))).isEmpty();
  }

  @Test
  void row_77_expired_unknown_and_used_tickets_are_the_same_nothing() {
    Ticket expired = issue(new Access.Proof.Key(keyId));
    database.execute("UPDATE ticket SET expires_at = now()");
    Ticket used = issue(new Access.Proof.Key(keyId));
    assertThat(redeem(used)).isPresent();
    for (Ticket ticket : List.of(expired, used, Ticket.mint(), new Ticket(""))) {
      assertThat(redeem(ticket)).isEmpty();
    }
    assertThat(two.ask(Addresses.REDEEM_TICKET, new RedeemTicket("no hash"))).isEmpty();
  }

  @Test
  void row_77_a_ticket_does_not_outlive_what_it_rests_on() {
    Ticket ofRevoked = issue(new Access.Proof.Key(keyId));
    one.ask(Addresses.REVOKE_KEY, new RevokeKey(ROOT, keyId));
    assertThat(redeem(ofRevoked)).isEmpty();
    assertThat(redeem(issue(new Access.Proof.Token(System.currentTimeMillis() - 1)))).isEmpty();
    Access.Proof alive = new Access.Proof.Token(System.currentTimeMillis() + 600_000);
    assertThat(redeem(issue(alive))).contains(new Access(ADA, KeyScope.SESSION, alive));
  }

  @Test
  void row_65_a_principal_gets_so_many_tickets_a_minute_over_all_pods_and_others_get_theirs() {
    List<Future<IssuedTicket>> wanted = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      wanted.add(
          (i % 2 == 0 ? one : two)
              .request(Addresses.ISSUE_TICKET, command(ADA, new Access.Proof.Key(keyId))));
    }
    Await.result(Future.join(wanted).otherwiseEmpty());
    assertThat(wanted.stream().filter(Future::succeeded)).hasSize(60);
    assertThat(wanted.stream().filter(Future::failed).map(Future::cause))
        .allSatisfy(
            cause -> assertThat(((Fault) cause).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
    one.ask(Addresses.ISSUE_TICKET, command(ROOT, new Access.Proof.Key(keyId)));
    database.execute(
        "UPDATE ticket SET issued_at = issued_at - interval '61 seconds',"
            + " expires_at = expires_at - interval '61 seconds'");
    issue(new Access.Proof.Key(keyId));
  }

  @Test
  void tickets_that_are_over_are_swept() {
    issue(new Access.Proof.Key(keyId));
    database.execute(
        "UPDATE ticket SET issued_at = issued_at - interval '61 seconds',"
            + " expires_at = expires_at - interval '61 seconds'");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> database.count("ticket") == 0);
  }

  @Test
  void no_ticket_is_made_for_longer_than_30_seconds() {
    assertThatThrownBy(() ->
            one.ask(
                Addresses.ISSUE_TICKET,
                new IssueTicket(
                    ADA, new Access.Proof.Key(keyId), Ticket.mint().hash(), 30_001, 60)))
        .isInstanceOf(Fault.class);
  }

  private Ticket issue(Access.Proof proof) {
    Ticket ticket = Ticket.mint();
    IssuedTicket issued =
        one.ask(
            Addresses.ISSUE_TICKET, new IssueTicket(ADA, proof, ticket.hash(), LIFETIME_MS, 60));
    assertThat(issued.expiresInMs()).isEqualTo(LIFETIME_MS);
    return ticket;
  }

  private Optional<Access> redeem(Ticket ticket) {
    return two.ask(Addresses.REDEEM_TICKET, new RedeemTicket(ticket.hash()));
  }

  private static IssueTicket command(Principal principal, Access.Proof proof) {
    return new IssueTicket(principal, proof, Ticket.mint().hash(), LIFETIME_MS, 60);
  }
}
