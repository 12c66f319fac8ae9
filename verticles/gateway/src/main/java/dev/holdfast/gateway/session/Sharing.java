package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionId;
import dev.holdfast.shared.identity.SessionRef;
import dev.holdfast.shared.identity.ShareToken;
import dev.holdfast.shared.message.CreateShare;
import dev.holdfast.shared.message.ForkSession;
import dev.holdfast.shared.message.ListShares;
import dev.holdfast.shared.message.RevokeShare;
import dev.holdfast.shared.message.SessionRecord;
import dev.holdfast.shared.message.SharePage;
import dev.holdfast.shared.message.ShareRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/** Hands sessions on: forks and shares. */
public final class Sharing {
  /** The fields of a fork. */
  public static final List<String> FORK_FIELDS = List.of("session_id", "up_to_seq", "reason");

  /** The fields of a new share. */
  public static final List<String> SHARE_FIELDS = List.of("label", "expires_in_s");

  private static final int LABEL_MAX = 200;

  private final Bus bus;

  public Sharing(Bus bus) {
    this.bus = bus;
  }

  /** A share and its token, which nobody can be told again. */
  public record Issued(ShareToken token, ShareRecord record) {}

  /** A fork of that session by the fields named in {@link #FORK_FIELDS}. */
  public Future<SessionRecord> fork(Principal principal, String sessionId, Fields fields) {
    return bus.request(
        Addresses.FORK_SESSION,
        new ForkSession(
            principal,
            SessionId.require(sessionId),
            TaskRequest.sessionId(fields),
            fields.numberOrNull("up_to_seq", 0, Long.MAX_VALUE),
            fields.textOrNull("reason", 1, ForkSession.REASON_MAX)));
  }

  public Future<Issued> create(Principal principal, String sessionId, Fields fields) {
    ShareToken token = ShareToken.mint();
    CreateShare wanted =
        new CreateShare(
            principal,
            SessionId.require(sessionId),
            Objects.requireNonNullElse(fields.textOrNull("label", 0, LABEL_MAX), ""),
            token.hash(),
            fields.numberOrNull("expires_in_s", 1, Integer.MAX_VALUE));
    return bus.request(Addresses.CREATE_SHARE, wanted).map(made -> new Issued(token, made));
  }

  public Future<SharePage> list(ListShares page) {
    return bus.request(Addresses.LIST_SHARES, page);
  }

  public Future<ShareRecord> revoke(SessionRef session, String shareId) {
    return bus.request(Addresses.REVOKE_SHARE, new RevokeShare(session, shareId));
  }
}
