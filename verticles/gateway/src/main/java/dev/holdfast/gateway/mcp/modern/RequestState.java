package dev.holdfast.gateway.mcp.modern;

import dev.holdfast.gateway.mcp.rpc.RpcCode;
import dev.holdfast.gateway.mcp.rpc.RpcRefusal;
import dev.holdfast.shared.identity.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client carries from one round of a request to the next (SEP-2322). It is sealed for the
 * principal and for the request, and holds for a while; any pod opens it. It grants nothing: what
 * it names is authorised like anything else.
 */
public final class RequestState {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String LABEL = "mcp request state";
  private static final int SEAL_BYTES = 32;

  /** Characters of a content: the longest is what another server wants to be told again. */
  private static final int CONTENT_MAX = 65_536;

  /** Characters of what {@link #seal} makes of it, where each of them takes three bytes. */
  static final int TEXT_MAX = ((SEAL_BYTES + Long.BYTES + 3 * CONTENT_MAX) / 3 + 1) * 4;

  private final SecretKeySpec key;
  private final long keptMs;
  private final InstantSource clock;

  /**
   * @param secret the operator's, the same on every pod
   * @param keptMs milliseconds for which a state holds
   */
  public RequestState(String secret, long keptMs, InstantSource clock) {
    this.key = new SecretKeySpec(derived(secret), ALGORITHM);
    this.keptMs = keptMs;
    this.clock = clock;
  }

  /**
   * Seals a content.
   *
   * @param request what the content holds for: the method and what it is about
   */
  public String seal(Principal principal, List<String> request, String content) {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(Long.BYTES + text.length)
            .putLong(clock.millis() + keptMs)
            .put(text)
            .array();
    byte[] seal = seal(principal, request, body);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(ByteBuffer.allocate(seal.length + body.length).put(seal).put(body).array());
  }

  /** The content; refuses what was not sealed for exactly this, and what is too old. */
  public String open(Principal principal, List<String> request, String state) {
    byte[] all = decoded(state);
    if (all.length < SEAL_BYTES + Long.BYTES) {
      throw refused();
    }
    ByteBuffer buffer = ByteBuffer.wrap(all);
    byte[] seal = new byte[SEAL_BYTES];
    buffer.get(seal);
    byte[] body = new byte[buffer.remaining()];
    buffer.get(body);
    long until = ByteBuffer.wrap(body).getLong();
    if (!MessageDigest.isEqual(seal, seal(principal, request, body)) || until < clock.millis()) {
      throw refused();
    }
    return new String(body, Long.BYTES, body.length - Long.BYTES, StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String state) {
    try {
      return state.length() > TEXT_MAX ? new byte[0] : Base64.getUrlDecoder().decode(state);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Over the parts with their lengths, so that no two lists run together. */
  private byte[] seal(Principal principal, List<String> request, byte[] body) {
    Mac mac = mac(key);
    add(mac, principal.tenant().getBytes(StandardCharsets.UTF_8));
    add(mac, principal.name().getBytes(StandardCharsets.UTF_8));
    request.forEach(part -> add(mac, part.getBytes(StandardCharsets.UTF_8)));
    add(mac, body);
    return mac.doFinal();
  }

  private static void add(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    mac.update(part);
  }

  private static byte[] derived(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return mac(new SecretKeySpec(bytes, ALGORITHM)).doFinal(LABEL.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  private static RpcRefusal refused() {
    return RpcRefusal.answered(
        RpcCode.INVALID_PARAMS, "requestState is none of this request, or too old");
  }
}
