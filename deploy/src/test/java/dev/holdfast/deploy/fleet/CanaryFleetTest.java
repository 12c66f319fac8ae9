package dev.holdfast.deploy.fleet;

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
import dev.holdfast.deploy.fleet.Canary.Place;
import dev.holdfast.shared.testing.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P25: values that are seen nowhere else are brought to two pods wherever a client can put a secret
 * or an id, by every protocol, rightly and wrongly; then everything that the pods let out is
 * searched. {@link Canary} says what may be where.
 */
final class CanaryFleetTest {
  private static final Pattern ADMIN = Pattern.compile("health on (http\\S+)/health/ready");

  @TempDir static Path folder;

  private static Fleet fleet;
  private static CanaryDrive drive;
  private static final Map<Place, List<String>> FOUND = new EnumMap<>(Place.class);

  @BeforeAll
  static void bringThem() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
    Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString());
    fleet =
        new Fleet()
            .logging("DEBUG")
            .set("registry.cache_secret", Canary.OPERATOR_CACHE_SECRET.made())
            .set("auth.jwt.issuer", "https://issuer.example")
            .set("auth.jwt.audience", "holdfast")
            .set("auth.jwt.jwks_file", keys.toString());
    CanaryDrive.configure(fleet);
    try (RedisMonitor redis = RedisMonitor.open(TestRedis.uri())) {
      PodProcess text = fleet.start();
      List<PodProcess> pods = List.of(text, fleet.loggingJson().start());
      drive = new CanaryDrive(fleet, pods, signed(key));
      drive.everything();
      look(pods, redis);
    }
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void row_80_nothing_secret_or_raw_is_where_it_may_not_be(Place place) {
    List<String> leaks = new ArrayList<>();
    for (Canary canary : Canary.values()) {
      if (!canary.allowedIn(place)) {
        String value = drive.value(canary);
        for (String text : FOUND.getOrDefault(place, List.of())) {
          if (text.contains(value) || text.contains(Fleet.sha256(value))) {
            leaks.add(
                canary
                    + ": "
                    + text.lines()
                        .filter(line -> line.contains(value))
                        .findFirst()
                        .orElse("its hash"));
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void row_80_what_may_be_somewhere_is_found_there_so_that_the_search_is_known_to_see() {
    assertThat(all(Place.LOG)).contains("ready http", drive.value(Canary.REQUEST_ID), "23514");
    assertThat(all(Place.LOG)).contains("\",\"level\":\"DEBUG\",");
    assertThat(all(Place.ADMIN)).contains("200");
    assertThat(all(Place.REDIS)).contains("v1:acme:", drive.value(Canary.SESSION_ID));
    assertThat(all(Place.ARGUMENTS)).contains("sleep", drive.value(Canary.OPERATOR_CACHE_SECRET));
    assertThat(all(Place.OTHERS)).contains("unknown_session", "unauthenticated");
    assertThat(all(Place.ERRORS)).contains(drive.value(Canary.MISSPELT_NAME), "internal");
  }

  private static void look(List<PodProcess> pods, RedisMonitor redis)
      throws IOException, InterruptedException {
    for (PodProcess pod : pods) {
      found(Place.LOG, pod.output());
      Processes.filesWritten(pod.pid()).forEach(text -> found(Place.LOG, text));
      Matcher admin = ADMIN.matcher(pod.output());
      assertThat(admin.find()).isTrue();
      for (String path : List.of("/health/startup", "/health/live", "/health/ready", "/metrics")) {
        HttpResponse<String> answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(admin.group(1) + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        found(Place.ADMIN, answer.statusCode() + " " + answer.headers().map() + answer.body());
      }
    }
    redis.commands().forEach(command -> found(Place.REDIS, command));
    drive.commandLines().forEach(line -> found(Place.ARGUMENTS, line));
    drive.answers().toOthers().forEach(answer -> found(Place.OTHERS, answer));
    drive.answers().errors().forEach(answer -> found(Place.ERRORS, answer));
  }

  private static void found(Place place, String text) {
    FOUND.computeIfAbsent(place, any -> new ArrayList<>()).add(text);
  }

  private static String all(Place place) {
    return String.join("\n", FOUND.getOrDefault(place, List.of()));
  }

  private static String signed(RSAKey key) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("https://issuer.example")
            .audience("holdfast")
            .subject("ann")
            .claim("tenant", "acme")
            .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
            .build();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
