package dev.holdfast.gateway.limit;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import dev.holdfast.shared.identity.Principal;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What clients may have of this pod; one object for all instances of the gateway. */
public final class Limits {
  private static final long MILLI_NANOS = 1_000_000;

  /** The address of those whose socket tells none; they share one allowance. */
  private static final String NOWHERE = "";

  private final LimitConfig config;
  private final LongSupplier nanos;
  private final OpenConnections connections;
  private final Buckets ofPrincipals;
  private final Buckets ofTenants;
  private final Shares watchers;
  private final Shares presences;

  /**
   * @param nanos a clock that only goes forward, from 0
   */
  public Limits(LimitConfig config, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
    this.connections =
        new OpenConnections(config, buckets(config.opensPerSecondPerIpMax(), config, nanos));
    this.ofPrincipals = buckets(config.requestsPerSecondPerPrincipalMax(), config, nanos);
    this.watchers =
        new Shares(
            "gateway.watchers", config.watchersPerPrincipalMax(), config.watchersPerTenantMax());
    this.presences =
        new Shares(
            "gateway.presences", config.presencesPerPrincipalMax(), config.presencesPerTenantMax());
    this.ofTenants = buckets(config.requestsPerSecondPerTenantMax(), config, nanos);
  }

  /** With this machine's monotonic clock. */
  public static Limits of(LimitConfig config) {
    long start = System.nanoTime();
    return new Limits(config, () -> System.nanoTime() - start);
  }

  /** The name of the header in which a trusted proxy says whom it speaks for. */
  public String proxyHeader() {
    return config.proxyHeader().header();
  }

  /** Where a client comes from, see {@link ClientAddress}. */
  public Optional<InetAddress> client(Optional<InetAddress> peer, List<String> proxyHeaders) {
    return peer.map(known -> ClientAddress.of(known, proxyHeaders, config));
  }

  /**
   * A place for one more lasting connection.
   *
   * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS}
   */
  public OpenConnections.Place open(Optional<InetAddress> client) {
    return connections.open(client.map(ClientAddress::key).orElse(NOWHERE));
  }

  /**
   * A principal asks for something.
   *
   * @throws Fault {@link ErrorCode#TOO_MANY_REQUESTS}, with the time until it may
   */
  public void ask(Principal principal) {
    long owed = ofPrincipals.draw(principal.tenant() + '\0' + principal.name());
    if (owed > 0) {
      throw tooFast(
          "gateway.requests_per_second_per_principal_max",
          config.requestsPerSecondPerPrincipalMax(),
          owed);
    }
    long owedByTenant = ofTenants.draw(principal.tenant());
    if (owedByTenant > 0) {
      throw tooFast(
          "gateway.requests_per_second_per_tenant_max",
          config.requestsPerSecondPerTenantMax(),
          owedByTenant);
    }
  }

  /** What each has of the watchers of events that the pod may have. */
  public Shares watchers() {
    return watchers;
  }

  /** What each has of those who are told who watches a session. */
  public Shares presences() {
    return presences;
  }

  /** How many lasting connections the pod has. */
  public int openConnections() {
    return connections.open();
  }

  /** How many clients have a socket and have yet to say who they are. */
  public int handshakes() {
    return connections.handshakes();
  }

  /** The pace of a new socket. */
  public Pace pace() {
    return new Pace(config, nanos);
  }

  static Fault tooFast(String limit, int max, long owedNanos) {
    return Fault.retryAfter(
        ErrorCode.TOO_MANY_REQUESTS,
        limit + " of " + max + " is reached",
        Math.ceilDiv(owedNanos, MILLI_NANOS));
  }

  private static Buckets buckets(int perSecond, LimitConfig config, LongSupplier nanos) {
    return new Buckets(new Rate(perSecond), config.keysMax(), nanos);
  }
}
