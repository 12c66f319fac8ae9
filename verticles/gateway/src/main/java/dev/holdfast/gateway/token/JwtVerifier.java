package dev.holdfast.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies tokens of one issuer; on one event loop. */
public final class JwtVerifier implements TokenVerifier {
  private static final int NAME_MAX = 200;

  private final JwtConfig config;
  private final IssuerKeys keys;

  JwtVerifier(JwtConfig config, IssuerKeys keys) {
    this.config = config;
    this.keys = keys;
  }

  /** As configured; no token is valid where there is no issuer. */
  public static TokenVerifier of(Vertx vertx, JwtConfig config) {
    return config.issuer() == null
        ? NONE
        : new JwtVerifier(
            config, new IssuerKeys(KeySource.of(vertx, config), InstantSource.system(), config));
  }

  @Override
  public Future<Optional<Access>> verify(String text) {
    SignedJWT token;
    try {
      token = SignedJWT.parse(text);
    } catch (ParseException e) {
      return Future.succeededFuture(Optional.empty());
    }
    JWSHeader header = token.getHeader();
    if (!config.algorithms().contains(header.getAlgorithm())) {
      return Future.succeededFuture(Optional.empty());
    }
    return keys.keysFor(header.getKeyID()).map(known -> check(token, known));
  }

  private Optional<Access> check(SignedJWT token, JWKSet known) {
    try {
      return access(processor(known).process(token, null));
    } catch (BadJOSEException | JOSEException | ParseException e) {
      return Optional.empty();
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(JWKSet known) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(config.algorithms(), new ImmutableJWKSet<>(known)));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("exp", config.tenantClaim(), config.principalClaim()));
    claims.setMaxClockSkew(config.leewayS());
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  /** A token never has the scope admin: keys are made by who holds a key. */
  private Optional<Access> access(JWTClaimsSet claims) throws ParseException {
    String tenant = claims.getStringClaim(config.tenantClaim());
    String principal = claims.getStringClaim(config.principalClaim());
    if (!isName(tenant) || !isName(principal) || claims.getExpirationTime() == null) {
      return Optional.empty();
    }
    if (!config.scope().isEmpty() && !scopes(claims).contains(config.scope())) {
      throw new Fault(ErrorCode.FORBIDDEN, "the token must have the scope " + config.scope());
    }
    return Optional.of(
        new Access(
            new Principal(tenant, principal),
            KeyScope.SESSION,
            new Access.Proof.Token(
                claims.getExpirationTime().toInstant().toEpochMilli()
                    + config.leewayS() * 1_000L)));
  }

  /** A text with spaces (RFC 9068, section 2.2.3), or a list as some issuers write it. */
  private static List<String> scopes(JWTClaimsSet claims) {
    return switch (claims.getClaim("scope")) {
      case String text -> List.of(text.split(" ", -1));
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  private static boolean isName(@Nullable String name) {
    return name != null
        && !name.isEmpty()
        && name.length() <= NAME_MAX
        && name.chars()
            .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
  }
}
