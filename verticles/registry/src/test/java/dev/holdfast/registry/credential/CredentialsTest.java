package dev.holdfast.registry.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.store.CredentialStore;
import dev.holdfast.registry.testing.Database;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.store.Postgres;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
  private static final Authenticate LAPTOP = new Authenticate("a".repeat(64));

  private final Vertx vertx = Vertx.vertx();
  private final Database database = new Database();
  private final Postgres postgres = Postgres.open(vertx, database.config());
  private final AtomicLong now = new AtomicLong();
  private final Bus bus = new Bus(vertx, 60_000);

  @BeforeEach
  void serve() {
    Bus.install(vertx);
    Credentials credentials = new Credentials(new CredentialStore(postgres), new Deadline(30_000));
    bus.answer(
        Addresses.AUTHENTICATE, Credentials.cache(100, 5_000, now::get), credentials::authenticate);
  }

  @AfterEach
  void close() {
    Await.result(postgres.close());
    Await.result(vertx.close());
  }

  @Test
  void a_new_credential_is_taken_at_once_though_it_was_refused_before() {
    assertThat(authenticate()).isEmpty();
    issue();
    assertThat(authenticate().map(Access::principal)).contains(new Principal("acme", "ada"));
  }

  @Test
  void a_revoked_credential_is_refused_after_five_seconds_however_busy_it_is() {
    issue();
    assertThat(authenticate()).isPresent();
    database.execute("UPDATE credential SET revoked_at = now()");

    for (int second = 1; second < 5; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(authenticate()).isPresent();
    }
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(authenticate()).isEmpty();
  }

  private void issue() {
    database.execute(
        "INSERT INTO credential (credential_hash, tenant, principal, label)"
            + " VALUES (?, 'acme', 'ada', 'laptop')",
        LAPTOP.credentialHash());
  }

  private Optional<Access> authenticate() {
    return Await.result(bus.request(Addresses.AUTHENTICATE, LAPTOP));
  }
}
