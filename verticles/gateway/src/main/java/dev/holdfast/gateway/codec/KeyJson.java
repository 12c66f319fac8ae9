package dev.holdfast.gateway.codec;

import dev.holdfast.shared.identity.ApiKey;
import dev.holdfast.shared.identity.WorkerScope;
import dev.holdfast.shared.message.KeyPage;
import dev.holdfast.shared.message.KeyRecord;
import java.util.List;

/** API keys as an administrator is shown them. */
public final class KeyJson {
  private KeyJson() {}

  /** Writes the record, and the secret this once. */
  public static void write(JsonOut out, ApiKey key, KeyRecord record) {
    write(out, record);
    out.text("secret", key.secret());
  }

  /** Writes the record. */
  public static void write(JsonOut out, KeyRecord record) {
    out.text("key_id", record.keyId())
        .text("principal", record.holder().name())
        .text("scope", record.scope().wire())
        .text("label", record.label())
        .text("created_by", record.createdBy())
        .text("created_at", record.createdAt())
        .text("expires_at", record.expiresAt())
        .text("revoked_at", record.revokedAt())
        .text("last_used_at", record.lastUsedAt())
        .texts(
            "agents",
            record.scope() instanceof WorkerScope(List<String> names) ? names : List.of());
  }

  /** Writes {@code keys} and {@code next}. */
  public static void write(JsonOut out, KeyPage page) {
    out.objects("keys", page.keys(), KeyJson::write).number("next", page.next());
  }
}
