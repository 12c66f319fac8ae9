package dev.holdfast.registry.cache;

import dev.holdfast.shared.identity.SessionRef;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names and values as they stand in Redis.
 *
 * <p>A name is {@code v1:tenant:hmac}; the HMAC covers owner, kind and id, so that no id can be
 * read or guessed from it. A value is {@code generation:number:session_id:hmac}; its HMAC covers
 * name and value, so that a value that somebody else wrote, or one moved here from another name,
 * does not open. Both depend on the secret and on the database they were read from.
 */
public final class CacheSeal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern VALUE =
      Pattern.compile("(([0-9]{1,19}):([0-9]{1,19}):([A-Za-z0-9_-]{3,64})):([0-9a-f]{64})");
  private static final Pattern PLAIN_TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Mac mac;

  /**
   * @param secret the operator's, the same on every pod
   * @param databaseIdentity what tells this database from any other
   */
  public CacheSeal(String secret, String databaseIdentity) {
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] derived = mac.doFinal(databaseIdentity.getBytes(StandardCharsets.UTF_8));
      mac.init(new SecretKeySpec(derived, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** The Redis key. */
  public String name(CacheKey key) {
    String tenant = key.owner().tenant();
    // The second form has a character that the first cannot have, so the two never meet.
    String shown = PLAIN_TENANT.matcher(tenant).matches() ? tenant : "~" + hmac("tenant", tenant);
    return "v1:" + shown + ":" + hmac("name", tenant, key.owner().name(), key.kind(), key.id());
  }

  /** The value to store under a name. */
  public String close(String name, CachedSession entry) {
    String text = entry.generation() + ":" + entry.session().number() + ":" + entry.session().id();
    return text + ":" + hmac("value", name, text);
  }

  /** The entry, or nothing where the value was not sealed for exactly this name. */
  public Optional<CachedSession> open(CacheKey key, String name, String value) {
    Matcher parts = VALUE.matcher(value);
    if (!parts.matches() || !same(parts.group(5), hmac("value", name, parts.group(1)))) {
      return Optional.empty();
    }
    SessionRef session =
        new SessionRef(Long.parseLong(parts.group(3)), key.owner(), parts.group(4));
    return Optional.of(new CachedSession(session, Long.parseLong(parts.group(2))));
  }

  /** Over the length-prefixed parts, so that no two lists run together. */
  private String hmac(String... parts) {
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      mac.update(bytes);
    }
    return HexFormat.of().formatHex(mac.doFinal());
  }

  private static boolean same(String claimed, String actual) {
    return MessageDigest.isEqual(
        claimed.getBytes(StandardCharsets.US_ASCII), actual.getBytes(StandardCharsets.US_ASCII));
  }
}
