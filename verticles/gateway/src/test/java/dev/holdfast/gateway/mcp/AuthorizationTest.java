package dev.holdfast.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.gateway.testing.Mcp;
import dev.holdfast.gateway.testing.Mcp.Reply;
import dev.holdfast.gateway.testing.Others;
import dev.holdfast.gateway.testing.Stage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint as the resource server of an issuer (RFC 6750, RFC 8707, RFC 9728). */
final class AuthorizationTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String RESOURCE = "https://holdfast.example.org/mcp";
  private static final String WHERE =
      "resource_metadata=\"https://holdfast.example.org/.well-known/oauth-protected-resource/mcp\"";
  private static final String SCOPE = "scope=\"holdfast\", ";
  private static final RSAKey KEY = key();

  @TempDir private Path folder;
  private Stage stage = Stage.with();

  @BeforeEach
  void begin() throws IOException {
    stage.close();
    Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(KEY).toString());
    stage =
        Stage.with(
            "auth.jwt.issuer",
            "https://issuer.example",
            "auth.jwt.audience",
            RESOURCE,
            "auth.jwt.scope",
            "holdfast",
            "auth.jwt.jwks_file",
            keys.toString(),
            "gateway.public_url",
            "https://holdfast.example.org");
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void the_metadata_say_whose_tokens_are_taken_for_what() throws Exception {
    for (String path : List.of("", "/mcp")) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + stage.port()
                          + "/.well-known/oauth-protected-resource"
                          + path))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        JsonObject document =
            new JsonObject(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        assertThat(document.getString("resource")).isEqualTo(RESOURCE);
        assertThat(document.getJsonArray("authorization_servers"))
            .containsExactly("https://issuer.example");
        assertThat(document.getJsonArray("scopes_supported")).containsExactly("holdfast");
        assertThat(document.getJsonArray("bearer_methods_supported")).containsExactly("header");
      }
    }
  }

  @Test
  void a_token_for_this_resource_with_the_scope_is_taken_in_both_eras() {
    for (JWTClaimsSet.Builder claims :
        List.of(
            claims(),
            claims().claim("scope", "a holdfast"),
            claims().claim("scope", List.of("holdfast")))) {
      Mcp client = new Mcp(stage.port(), signed(claims));
      assertThat(client.modern("server/discover", NONE, NONE).status()).isEqualTo(200);
      assertThat(client.initialize("2025-11-25", NONE)).isNotEmpty();
    }
  }

  @Test
  void a_token_for_something_else_is_no_token() {
    for (JWTClaimsSet.Builder claims :
        List.of(
            claims().audience("https://other.example.org/mcp"),
            claims().audience(List.of()),
            claims().issuer("https://other.example"),
            claims().expirationTime(Date.from(Instant.now().minusSeconds(60))))) {
      Reply refused = new Mcp(stage.port(), signed(claims)).ask("x", "ping", NONE);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.headers().get("WWW-Authenticate"))
          .isEqualTo("Bearer error=\"invalid_token\", " + SCOPE + WHERE);
    }
    Reply none = new Mcp(stage.port(), null).modern("server/discover", NONE, NONE);
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.headers().get("WWW-Authenticate")).isEqualTo("Bearer " + SCOPE + WHERE);
  }

  @Test
  void a_credential_that_is_not_enough_is_told_which_scope_is() {
    for (String token :
        List.of(
            signed(claims().claim("scope", "holdfast2 other")),
            signed(claims().claim("scope", null)),
            Others.WORKER_TOKEN)) {
      Reply refused = new Mcp(stage.port(), token).modern("server/discover", NONE, NONE);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.headers().get("WWW-Authenticate"))
          .isEqualTo("Bearer error=\"insufficient_scope\", " + SCOPE + WHERE);
    }
    Reply elsewhere =
        new Mcp(stage.port(), signed(claims()))
            .send("POST", "{}", "Origin", "https://evil.example");
    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(elsewhere.headers()).doesNotContainKey("WWW-Authenticate");
  }

  @Test
  void a_token_in_the_address_is_not_looked_at() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + stage.port() + "/mcp?access_token=" + signed(claims())))
            .POST(HttpRequest.BodyPublishers.ofString(Mcp.message("ping", NONE).encode()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(401);
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.example")
        .audience(RESOURCE)
        .subject("ada")
        .claim("tenant", "acme")
        .claim("scope", "holdfast")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)));
  }

  private static String signed(JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
              claims.build());
      token.sign(new RSASSASigner(KEY));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2_048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
