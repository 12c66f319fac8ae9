package dev.holdfast.gateway.session;

import dev.holdfast.gateway.codec.Fields;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.ApiKey;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SharedSession;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.CreateKey;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import dev.holdfast.shared.message.ListKeys;
import dev.holdfast.shared.message.RevokeKey;
import dev.holdfast.shared.message.RotateKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The API keys of a tenant, for who holds one with the scope admin. */
public final class Keys {
  /** The fields of a new key. */
  public static final List<String> CREATE_FIELDS =
      List.of("principal", "label", "scope", "expires_in_s");

  /** The fields of a rotation. */
  public static final List<String> ROTATE_FIELDS = List.of("overlap_s");

  /** Seconds; a hundred years. */
  private static final long LIFETIME_MAX = 3_155_760_000L;

  /** Seconds for which both keys are valid. */
  private static final long OVERLAP_MAX = 2_592_000;

  private static final long OVERLAP_DEFAULT = 3_600;
  private static final int NAME_MAX = 200;

  private final Bus bus;

  public Keys(Bus bus) {
    this.bus = bus;
  }

  /** A key and its secret, which nobody can be told again. */
  public record Issued(ApiKey key, KeyRecord record) {}

  public Future<Issued> create(Access access, Fields fields) {
    Principal admin = requireAdmin(access);
    ApiKey key = ApiKey.mint();
    CreateKey command =
        new CreateKey(
            admin,
            fields.text("principal", 1, NAME_MAX),
            scope(fields.textOrNull("scope", 1, NAME_MAX)),
            Objects.requireNonNullElse(fields.textOrNull("label", 0, NAME_MAX), ""),
            key.hash(),
            fields.numberOrNull("expires_in_s", 1, LIFETIME_MAX));
    return bus.request(Addresses.CREATE_KEY, command).map(made -> new Issued(key, made));
  }

  public Future<KeyPage> list(
      Access access, @Nullable String principal, @Nullable Long before, int limit) {
    return bus.request(
        Addresses.LIST_KEYS, new ListKeys(requireAdmin(access), principal, before, limit));
  }

  public Future<Issued> rotate(Access access, String keyId, Fields fields) {
    Principal admin = requireAdmin(access);
    ApiKey key = ApiKey.mint();
    long overlapS =
        Objects.requireNonNullElse(
            fields.numberOrNull("overlap_s", 0, OVERLAP_MAX), OVERLAP_DEFAULT);
    ApiKey worker = ApiKey.mintForWorker();
    return bus.request(
            Addresses.ROTATE_KEY, new RotateKey(admin, keyId, key.hash(), worker.hash(), overlapS))
        .map(made -> new Issued(made.scope() instanceof WorkerScope ? worker : key, made));
  }

  public Future<KeyRecord> revoke(Access access, String keyId) {
    return bus.request(Addresses.REVOKE_KEY, new RevokeKey(requireAdmin(access), keyId));
  }

  private static Principal requireAdmin(Access access) {
    return switch (access.scope()) {
      case KeyScope.ADMIN -> access.principal();
      case KeyScope.SESSION, KeyScope.OPERATOR ->
          throw new Fault(ErrorCode.FORBIDDEN, "this needs a credential with the scope admin");
      case SharedSession only ->
          throw new Fault(ErrorCode.READ_ONLY, ErrorCode.READ_ONLY.meaning());
      case WorkerScope worker -> throw Views.forWorkersOnly();
    };
  }

  private static KeyScope scope(@Nullable String wire) {
    return switch (wire) {
      case null -> KeyScope.SESSION;
      case "session" -> KeyScope.SESSION;
      case "admin" -> KeyScope.ADMIN;
      default -> throw new Fault(ErrorCode.INVALID_FIELD, "scope must be session or admin");
    };
  }
}
