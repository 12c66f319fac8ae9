package dev.holdfast.broadcast.fanout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The home pod of a session: where it is known which pods watch it.
 *
 * <p>Rendezvous hashing (Thaler and Ravishankar, 1998): every pod computes the same home from the
 * same list of pods, and when a pod comes or goes only the sessions whose home it is move.
 */
final class Homes {
  private Homes() {}

  /**
   * The pod with the highest weight for this session.
   *
   * @param pods addresses, not empty
   */
  static String of(long sessionNo, List<String> pods) {
    String home = pods.getFirst();
    long heaviest = Long.MIN_VALUE;
    for (String pod : pods) {
      long weight = weight(sessionNo, pod);
      if (weight > heaviest || (weight == heaviest && pod.compareTo(home) < 0)) {
        heaviest = weight;
        home = pod;
      }
    }
    return home;
  }

  /**
   * A checksum of the address, mixed with the session by the finaliser of SplitMix64 (Steele, Lea
   * and Flood, 2014).
   */
  private static long weight(long sessionNo, String pod) {
    CRC32C checksum = new CRC32C();
    checksum.update(pod.getBytes(StandardCharsets.UTF_8));
    long mixed =
        sessionNo * 0x9E3779B97F4A7C15L + (checksum.getValue() << 32 | checksum.getValue());
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
