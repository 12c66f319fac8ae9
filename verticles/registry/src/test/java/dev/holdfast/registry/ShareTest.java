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
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.ShareToken;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.message.Authenticate;
import dev.holdfast.shared.message.CheckKeys;
import dev.holdfast.shared.message.CreateShare;
import dev.holdfast.shared.message.EndSession;
import dev.holdfast.shared.message.EndStatus;
import dev.holdfast.shared.message.ListShares;
import dev.holdfast.shared.message.RevokeShare;
import dev.holdfast.shared.message.SharePage;
import dev.holdfast.shared.message.ShareRecord;
import dev.holdfast.shared.testing.TestRedis;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ShareTest {
  private static final Principal ADA = new Principal("acme", "ada");
  private static final Principal EVE = new Principal("acme", "eve");
  private static final Database DATABASE = new Database();
  private static final RegistryConfig CONFIG =
      TestConfigs.with(
          TestConfigs.of(TestRedis.uri()),
          "registry.shares_max",
          "2",
          "registry.share_ttl_s_max",
          "3600");
  private static final TestPod POD = TestPod.start("pod-1", CONFIG, DATABASE.config());

  @AfterAll
  static void close() {
    POD.close();
  }

  @Test
  void row_16_a_share_token_opens_its_session_only_and_is_stored_as_its_hash() {
    SessionRef session = POD.resolve(ADA, "shown", null, null).session();
    ShareToken token = ShareToken.mint();
    ShareRecord share = create("shown", token, null);

    assertThat(token.secret()).matches("hfs_[A-Za-z0-9_-]{43}");
    assertThat(share.valid()).isTrue();
    Access access = holder(token).orElseThrow();
    assertThat(access.principal()).isEqualTo(ADA);
    assertThat(access.scope()).isEqualTo(new SharedSession(session));
    assertThat(access.proof()).isEqualTo(new Access.Proof.Key(share.shareId()));
    assertThat(DATABASE.rows("SELECT * FROM session_share").toString())
        .contains(token.hash())
        .doesNotContain(token.secret());
    assertThat(valid(share)).containsExactly(share.shareId());
  }

  @Test
  void row_16_a_revoked_share_an_expired_one_and_one_of_an_ended_session_open_nothing() {
    SessionRef session = POD.resolve(ADA, "closing", null, null).session();
    ShareToken revoked = ShareToken.mint();
    ShareRecord first = create("closing", revoked, 60L);
    ShareRecord gone = POD.ask(Addresses.REVOKE_SHARE, new RevokeShare(session, first.shareId()));
    assertThat(gone.valid()).isFalse();
    assertThat(gone.revokedAt()).isNotNull();
    assertThat(POD.ask(Addresses.REVOKE_SHARE, new RevokeShare(session, first.shareId())))
        .isEqualTo(gone);
    assertThat(holder(revoked)).isEmpty();
    assertThat(valid(first)).isEmpty();

    ShareToken expired = ShareToken.mint();
    ShareRecord second = create("closing", expired, 60L);
    DATABASE.execute(
        "UPDATE session_share SET expires_at = now() WHERE share_id = ?", second.shareId());
    assertThat(holder(expired)).isEmpty();
    assertThat(valid(second)).isEmpty();

    ShareToken last = ShareToken.mint();
    ShareRecord third = create("closing", last, null);
    POD.answer(Addresses.END_SESSION_TASKS, question -> 0);
    POD.ask(Addresses.END_SESSION, new EndSession(ADA, "closing", EndStatus.COMPLETED, null));
    assertThat(holder(last)).isEmpty();
    assertThat(valid(third)).isEmpty();
    assertFault(() -> create("closing", ShareToken.mint(), null), ErrorCode.SESSION_ENDED);

    SharePage page = POD.ask(Addresses.LIST_SHARES, new ListShares(session, null, 2));
    assertThat(page.shares())
        .extracting(ShareRecord::shareId)
        .containsExactly(third.shareId(), second.shareId());
    assertThat(POD.ask(Addresses.LIST_SHARES, new ListShares(session, page.next(), 2)).shares())
        .extracting(ShareRecord::shareId)
        .containsExactly(first.shareId());
    assertThat(
            DATABASE.rows(
                "SELECT act FROM audit WHERE session_no = ? AND act <> 'access_refused'"
                    + " ORDER BY audit_no",
                session.number()))
        .containsExactly(
            "session_started",
            "share_created",
            "share_revoked",
            "share_created",
            "share_created",
            "session_ended");
  }

  @Test
  void row_16_shares_are_limited_in_number_and_time_and_are_their_owners() {
    SessionRef session = POD.resolve(ADA, "limits", null, null).session();
    ShareRecord first = create("limits", ShareToken.mint(), null);
    create("limits", ShareToken.mint(), null);
    assertFault(() -> create("limits", ShareToken.mint(), null), ErrorCode.TOO_MANY_REQUESTS);
    assertFault(() -> create("limits", ShareToken.mint(), 3_601L), ErrorCode.INVALID_FIELD);
    POD.ask(Addresses.REVOKE_SHARE, new RevokeShare(session, first.shareId()));
    create("limits", ShareToken.mint(), null);

    SessionRef hers = POD.resolve(EVE, "limits", null, null).session();
    assertFault(
        () -> POD.ask(Addresses.REVOKE_SHARE, new RevokeShare(hers, first.shareId())),
        ErrorCode.UNKNOWN_SHARE);
    assertThat(POD.ask(Addresses.LIST_SHARES, new ListShares(hers, null, 10)).shares()).isEmpty();
    SessionRef forged = new SessionRef(session.number(), EVE, "limits");
    assertThat(POD.ask(Addresses.LIST_SHARES, new ListShares(forged, null, 10)).shares()).isEmpty();
  }

  private static ShareRecord create(String sessionId, ShareToken token, @Nullable Long seconds) {
    return POD.ask(
        Addresses.CREATE_SHARE, new CreateShare(ADA, sessionId, "review", token.hash(), seconds));
  }

  private static Optional<Access> holder(ShareToken token) {
    return POD.ask(Addresses.AUTHENTICATE, new Authenticate(token.hash()));
  }

  private static List<String> valid(ShareRecord share) {
    return List.copyOf(
        POD.ask(Addresses.CHECK_KEYS, new CheckKeys(Set.of(share.shareId()))).keyIds());
  }

  private static void assertFault(Runnable act, ErrorCode code) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }
}
