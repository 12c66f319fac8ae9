package dev.holdfast.gateway.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** A block of addresses of one family, such as {@code 10.0.0.0/8}. */
public record IpNetwork(InetAddress prefix, int bits) {
  /** From a network, or an address, which is a network of one; empty for anything else. */
  public static Optional<IpNetwork> parse(String text) {
    int slash = text.indexOf('/');
    return ClientAddress.parse(slash < 0 ? text : text.substring(0, slash))
        .flatMap(prefix -> {
          int most = prefix.getAddress().length * Byte.SIZE;
          try {
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > most
                ? Optional.empty()
                : Optional.of(new IpNetwork(prefix, bits));
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        });
  }

  /** Whether an address lies in it. IPv4 and IPv6 never do in each other's. */
  public boolean contains(InetAddress address) {
    return prefix instanceof Inet4Address == address instanceof Inet4Address
        && differingFrom(address.getAddress()) >= bits;
  }

  /** How many leading bits are the same. */
  private int differingFrom(byte[] other) {
    byte[] own = prefix.getAddress();
    for (int i = 0; i < own.length; i++) {
      int different = (own[i] ^ other[i]) & 0xff;
      if (different != 0) {
        return i * Byte.SIZE + Integer.numberOfLeadingZeros(different) - (Integer.SIZE - Byte.SIZE);
      }
    }
    return own.length * Byte.SIZE;
  }
}
