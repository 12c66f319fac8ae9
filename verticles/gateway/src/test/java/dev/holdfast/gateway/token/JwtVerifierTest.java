package dev.holdfast.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.gateway.testing.Stage;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Access;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.testing.Await;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JwtVerifierTest {
  private static final RSAKey ONE = key("one");
  private static final RSAKey TWO = key("two");
  private static final JwtConfig CONFIG =
      Stage.config(
              Map.of(
                  "auth.jwt.issuer", "https://issuer.example",
                  "auth.jwt.audience", "holdfast",
                  "auth.jwt.jwks_file", "/keys.json"))
          .jwt();

  private final Instant start = Instant.now();
  private Instant now = start;
  private String published = new JWKSet(ONE).toString();
  private int fetches;
  private final JwtVerifier verifier =
      new JwtVerifier(
          CONFIG,
          new IssuerKeys(
              () -> {
                fetches++;
                return published.isEmpty()
                    ? Future.failedFuture("away")
                    : Future.succeededFuture(published);
              },
              () -> now,
              CONFIG));

  @Test
  void row_77_a_token_of_the_issuer_names_tenant_and_principal() {
    Instant expiry = Instant.ofEpochSecond(start.getEpochSecond() + 60);
    assertThat(verify(signed(ONE, claims().expirationTime(java.util.Date.from(expiry)))))
        .contains(
            new Access(
                new Principal("acme", "ada"),
                KeyScope.SESSION,
                new Access.Proof.Token(expiry.toEpochMilli() + 30_000)));
  }

  @Test
  void row_77_nothing_else_is_taken() throws JOSEException {
    assertThat(verify(signed(ONE, claims().issuer("https://other.example")))).isEmpty();
    assertThat(verify(signed(ONE, claims().audience("other")))).isEmpty();
    assertThat(verify(signed(ONE, claims().subject(null)))).isEmpty();
    assertThat(verify(signed(ONE, claims().claim("tenant", null)))).isEmpty();
    assertThat(verify(signed(ONE, claims().claim("tenant", "")))).isEmpty();
    assertThat(verify(signed(ONE, claims().expirationTime(null)))).isEmpty();
    assertThat(verify(signed(ONE, claims().expirationTime(at(-31))))).isEmpty();
    assertThat(verify(signed(ONE, claims().expirationTime(at(-20))))).isPresent();
    assertThat(verify(signed(ONE, claims().notBeforeTime(at(60))))).isEmpty();
    assertThat(verify(new PlainJWT(claims().build()).serialize())).isEmpty();
    assertThat(verify("a.b.c")).isEmpty();
    String secret = published + " ".repeat(32);
    assertThat(verify(signed(JWSAlgorithm.HS256, "one", new MACSigner(secret)))).isEmpty();
    assertThat(verify(signed(JWSAlgorithm.RS512, "one", new RSASSASigner(ONE)))).isEmpty();
    assertThat(verify(signed(JWSAlgorithm.RS256, "one", new RSASSASigner(TWO)))).isEmpty();
  }

  @Test
  void an_unknown_key_is_fetched_at_most_once_a_minute() {
    assertThat(verify(signed(ONE, claims()))).isPresent();
    published = new JWKSet(TWO).toString();
    for (int i = 0; i < 10; i++) {
      assertThat(verify(signed(TWO, claims()))).isEmpty();
    }
    assertThat(fetches).isEqualTo(1);
    now = now.plusSeconds(60);
    assertThat(verify(signed(TWO, claims()))).isPresent();
    assertThat(verify(signed(ONE, claims()))).isEmpty();
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void the_issuers_absence_is_told_as_such_and_keeps_the_keys_that_are_there() {
    String keys = published;
    published = "";
    assertThatThrownBy(() -> verify(signed(ONE, claims()))).isInstanceOf(Fault.class);
    published = keys;
    now = now.plusSeconds(1);
    assertThat(verify(signed(ONE, claims()))).isPresent();
    published = "";
    now = now.plusSeconds(3_600);
    assertThat(verify(signed(ONE, claims()))).isPresent();
    assertThat(fetches).isEqualTo(3);
  }

  @Test
  void symmetric_algorithms_and_unsafe_addresses_cannot_be_configured() {
    for (String algorithm : new String[] {"HS256", "none"}) {
      assertThatThrownBy(() -> Stage.config(Map.of("auth.jwt.algorithms", algorithm)))
          .isInstanceOf(ConfigException.class);
    }
    assertThatThrownBy(() ->
            Stage.config(
                Map.of(
                    "auth.jwt.issuer", "i",
                    "auth.jwt.audience", "a",
                    "auth.jwt.jwks_url", "http://issuer.example/keys")))
        .hasMessageContaining("https");
  }

  private Optional<Access> verify(String token) {
    return Await.result(verifier.verify(token));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.example")
        .audience("holdfast")
        .subject("ada")
        .claim("tenant", "acme")
        .expirationTime(at(60));
  }

  private java.util.Date at(int seconds) {
    return java.util.Date.from(start.plusSeconds(seconds));
  }

  private static String signed(RSAKey key, JWTClaimsSet.Builder claims) {
    try {
      return signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key), claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer) {
    return signed(algorithm, kid, signer, claims());
  }

  private static String signed(
      JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims.build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2_048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
