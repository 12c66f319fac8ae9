package dev.holdfast.gateway.token;

import com.nimbusds.jose.jwk.JWKSet;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import io.vertx.core.Future;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, kept in memory. They are fetched when they are first needed, when they are
 * old, and when a token names one that is not among them; one fetch at a time. Where a fetch fails,
 * those that are there stay.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final int RETRY_MS = 1_000;

  private final Supplier<Future<String>> source;
  private final InstantSource clock;
  private final long refreshMs;
  private final long unknownKidMs;
  private @Nullable JWKSet keys;
  private @Nullable Future<JWKSet> fetching;
  private long fetchedMs;
  private long triedMs = Long.MIN_VALUE / 2;

  /**
   * @param source fetches the key set's text
   */
  IssuerKeys(Supplier<Future<String>> source, InstantSource clock, JwtConfig config) {
    this.source = source;
    this.clock = clock;
    this.refreshMs = config.refreshS() * 1_000L;
    this.unknownKidMs = config.unknownKidS() * 1_000L;
  }

  /**
   * The keys, fetched again first where this one is not among them and that was not tried lately.
   *
   * @param kid null where the token names none
   */
  Future<JWKSet> keysFor(@Nullable String kid) {
    JWKSet known = keys;
    long now = clock.millis();
    if (known == null) {
      return now - triedMs < RETRY_MS && fetching == null ? unavailable() : fetch(now);
    }
    boolean missing = kid != null && known.getKeyByKeyId(kid) == null;
    if (missing && now - triedMs >= unknownKidMs) {
      return fetch(now).otherwise(known);
    }
    if (missing && fetching != null) {
      return fetching.otherwise(known);
    }
    if (now - fetchedMs >= refreshMs && now - triedMs >= unknownKidMs) {
      fetch(now).onFailure(stays -> LOG.debug("the issuer's former keys stay"));
    }
    return Future.succeededFuture(known);
  }

  private Future<JWKSet> fetch(long now) {
    Future<JWKSet> running = fetching;
    if (running != null) {
      return running;
    }
    triedMs = now;
    Future<JWKSet> started =
        source
            .get()
            .map(IssuerKeys::parse)
            .onSuccess(fetched -> {
              keys = fetched;
              fetchedMs = clock.millis();
            })
            .onFailure(
                failure -> LOG.warn("the issuer's keys were not had: {}", failure.toString()))
            .recover(failure -> unavailable());
    fetching = started;
    started.onComplete(done -> fetching = null);
    return started;
  }

  private static JWKSet parse(String text) {
    try {
      return JWKSet.parse(text).toPublicJWKSet();
    } catch (ParseException e) {
      throw new IllegalStateException("not a key set (RFC 7517)", e);
    }
  }

  private static Future<JWKSet> unavailable() {
    return Future.failedFuture(
        new Fault(ErrorCode.OVERLOADED, "the keys of auth.jwt.issuer cannot be had right now"));
  }
}
