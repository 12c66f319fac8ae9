package dev.holdfast.loadtests.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kernel's own list of connections. */
final class Sockets {
  private static final String ESTABLISHED = "01";
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int QUEUES = 4;

  private Sockets() {}

  /** Bytes that a server on this port wrote to clients at that address, and they did not take. */
  static long unsent(int port, InetAddress to) {
    return rows(port, to)
        .mapToLong(cells -> Long.parseLong(cells[QUEUES].split(":", 2)[0], 16))
        .sum();
  }

  /** How many a server on this port has that it did not close, from an address of IPv4. */
  static long established(int port, InetAddress from) {
    return rows(port, from).filter(cells -> cells[STATE].equals(ESTABLISHED)).count();
  }

  private static Stream<String[]> rows(int port, InetAddress from) {
    return Stream.of("tcp", "tcp6")
        .map(table -> Path.of("/proc/self/net", table))
        .filter(Files::exists)
        .flatMap(table -> rows(table, port, from).stream());
  }

  private static List<String[]> rows(Path table, int port, InetAddress from) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    byte[] address = from.getAddress();
    String remote =
        String.format(
            Locale.ROOT, "%02X%02X%02X%02X:", address[3], address[2], address[1], address[0]);
    try (Stream<String> rows = Files.lines(table)) {
      return rows.map(row -> row.strip().split("\\s+", QUEUES + 2))
          .filter(cells -> cells.length > QUEUES)
          .filter(cells -> cells[LOCAL].endsWith(local))
          .filter(cells -> cells[REMOTE].contains(remote))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
