package dev.holdfast.gateway.token;

import com.nimbusds.jose.JWSAlgorithm;
import dev.holdfast.shared.config.ConfigException;
import dev.holdfast.shared.config.Settings;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose signed tokens are taken.
 *
 * @param issuer what {@code iss} must be; null where no tokens are taken
 * @param audience what must be among {@code aud}
 * @param jwksUrl where the issuer's keys are; https unless on this machine
 * @param jwksFile a file with them instead; exactly one of the two is given
 * @param algorithms what tokens may be signed with, asymmetric ones only
 * @param tenantClaim the claim that names the tenant
 * @param principalClaim the claim that names the principal
 * @param scope what must be among the claim {@code scope}; empty where nothing has to be
 * @param leewayS seconds by which clocks may differ, 0-300
 * @param fetchMs milliseconds for fetching the keys, 100-60000
 * @param refreshS seconds after which the keys are fetched again, 10-86400
 * @param unknownKidS seconds within which unknown keys cause one fetch at most, 1-3600
 */
public record JwtConfig(
    @Nullable String issuer,
    String audience,
    @Nullable String jwksUrl,
    @Nullable String jwksFile,
    Set<JWSAlgorithm> algorithms,
    String tenantClaim,
    String principalClaim,
    String scope,
    int leewayS,
    int fetchMs,
    int refreshS,
    int unknownKidS) {
  /** A scope-token of RFC 6749, section 3.3. */
  private static final String SCOPE = "[!#-\\[\\]-~]{1,200}";

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  public JwtConfig {
    algorithms = Set.copyOf(algorithms);
    if (!scope.isEmpty() && !scope.matches(SCOPE)) {
      throw new ConfigException(
          "auth.jwt.scope must be one scope of printable characters without \" and \\: " + scope);
    }
    if (issuer == null) {
      if (!audience.isEmpty() || jwksUrl != null || jwksFile != null || !scope.isEmpty()) {
        throw new ConfigException("auth.jwt.issuer is required where other auth.jwt keys are set");
      }
    } else {
      if (audience.isEmpty()) {
        throw new ConfigException("auth.jwt.audience is required with auth.jwt.issuer");
      }
      if ((jwksUrl == null) == (jwksFile == null)) {
        throw new ConfigException(
            "auth.jwt.issuer needs either auth.jwt.jwks_url or auth.jwt.jwks_file, and not both");
      }
      if (jwksUrl != null) {
        requireSafe(jwksUrl);
      }
    }
  }

  public static JwtConfig read(Settings settings) {
    return new JwtConfig(
        settings.textOrNull("auth.jwt.issuer"),
        settings.text("auth.jwt.audience", ""),
        settings.textOrNull("auth.jwt.jwks_url"),
        settings.textOrNull("auth.jwt.jwks_file"),
        algorithms(settings.list("auth.jwt.algorithms", List.of("RS256", "ES256"))),
        settings.text("auth.jwt.tenant_claim", "tenant"),
        settings.text("auth.jwt.principal_claim", "sub"),
        Objects.requireNonNullElse(settings.textOrNull("auth.jwt.scope"), ""),
        settings.integer("auth.jwt.leeway_s", 30, 0, 300),
        settings.integer("auth.jwt.fetch_ms", 5_000, 100, 60_000),
        settings.integer("auth.jwt.refresh_s", 600, 10, 86_400),
        settings.integer("auth.jwt.unknown_kid_s", 60, 1, 3_600));
  }

  private static Set<JWSAlgorithm> algorithms(List<String> names) {
    Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
    for (String name : names) {
      JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
      if (!JWSAlgorithm.Family.RSA.contains(algorithm)
          && !JWSAlgorithm.Family.EC.contains(algorithm)) {
        throw new ConfigException(
            "auth.jwt.algorithms must be of RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512: "
                + name);
      }
      algorithms.add(algorithm);
    }
    if (algorithms.isEmpty()) {
      throw new ConfigException("auth.jwt.algorithms must name at least one");
    }
    return algorithms;
  }

  private static void requireSafe(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("auth.jwt.jwks_url is not a URL");
    }
    boolean local =
        "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
    if (!"https".equals(uri.getScheme()) && !local) {
      throw new ConfigException("auth.jwt.jwks_url must be https, or http on this machine");
    }
  }
}
