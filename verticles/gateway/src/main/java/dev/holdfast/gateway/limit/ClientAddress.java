package dev.holdfast.gateway.limit;

import dev.holdfast.gateway.limit.LimitConfig.ProxyHeader;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a client comes from: the other end of its connection, or, where that is a proxy that the
 * operator trusts, whom the proxy names.
 *
 * <p>Every proxy appends who asked it, so the list is read from its end: as long as the one who
 * speaks is trusted, the one before counts. What a client wrote itself stands further left and is
 * never reached. Only the configured header is read, for a proxy that sets one passes the other
 * through.
 */
public final class ClientAddress {
  private static final int V6_HOST_BYTES = 8;
  private static final String FOR = "for=";

  private ClientAddress() {}

  /**
   * The address.
   *
   * @param peer the other end of the connection
   * @param headers the values of the configured header, in their order
   */
  public static InetAddress of(InetAddress peer, List<String> headers, LimitConfig config) {
    InetAddress known = peer;
    List<String> hops = Arrays.asList(String.join(",", headers).split(",", -1));
    for (int i = hops.size() - 1; i >= 0 && isTrusted(known, config); i--) {
      Optional<InetAddress> named = hop(hops.get(i).strip(), config.proxyHeader());
      if (named.isEmpty()) {
        return known; // unknown or hidden (RFC 7239, section 6): the proxy answers for it
      }
      known = named.get();
    }
    return known;
  }

  /** What is counted as one client: an IPv4 address, or what one IPv6 host is given, its /64. */
  static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      Arrays.fill(bytes, V6_HOST_BYTES, bytes.length, (byte) 0);
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** An address without a name's look-up; empty for anything else. */
  public static Optional<InetAddress> parse(String text) {
    int zone = text.indexOf('%');
    try {
      return Optional.of(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isTrusted(InetAddress address, LimitConfig config) {
    return config.trustedProxies().stream().anyMatch(network -> network.contains(address));
  }

  private static Optional<InetAddress> hop(String text, ProxyHeader header) {
    return switch (header) {
      case X_FORWARDED_FOR -> withoutPort(text);
      case FORWARDED ->
          Arrays.stream(text.split(";", -1))
              .map(String::strip)
              .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(FOR))
              .findFirst()
              .flatMap(pair -> withoutPort(unquoted(pair.substring(FOR.length()))));
    };
  }

  private static String unquoted(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /** {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}. */
  private static Optional<InetAddress> withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? Optional.empty() : parse(text.substring(1, end));
    }
    int colon = text.indexOf(':');
    boolean port = colon >= 0 && colon == text.lastIndexOf(':');
    return parse(port ? text.substring(0, colon) : text);
  }
}
