package dev.holdfast.gateway.mcp.legacy;

import dev.holdfast.gateway.mcp.exchange.McpAnswer;
import dev.holdfast.shared.identity.SessionRef;
import java.util.Optional;

/**
 * The ids of the events of one stream of news: {@code quiet-{mcp}.{session}.{seq}.{line}.{nonce}}.
 * Each says up to which event of which session it is told, so that any pod goes on with it. A line
 * is a stream with all that went on with it after a break; no id is given twice.
 */
final class NewsIds {
  private static final String PREFIX = "quiet-";
  private static final String SEPARATOR = ".";
  private static final int LENGTH_MAX = 1_024;

  /** Of ids from before there were lines. */
  private static final int PARTS_MIN = 2;

  private static final int PARTS = 4;

  private final String mcp;
  private final String line;
  private final String opening = Nonce.mint();
  private long count;

  private NewsIds(String mcp, String line) {
    this.mcp = mcp;
    this.line = line;
  }

  /**
   * Where a client is that comes back.
   *
   * @param seq the number of the last event that was told; {@link McpAnswer.Following#FROM_NOW}
   *     where that is not known
   */
  record Position(String session, long seq, Optional<String> line) {}

  /** Of a new line. */
  static NewsIds of(String mcp) {
    return new NewsIds(mcp, Nonce.mint());
  }

  /** Of the same line, after a break. */
  static NewsIds after(String mcp, Position position) {
    return new NewsIds(mcp, position.line().orElseGet(Nonce::mint));
  }

  /** Empty where the text is none of the ids of that session of the protocol. */
  static Optional<Position> read(String mcp, String id) {
    String own = PREFIX + mcp + SEPARATOR;
    if (!id.startsWith(own) || id.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    String[] parts = id.substring(own.length()).split("\\.", -1);
    if (parts.length != PARTS_MIN && parts.length != PARTS) {
      return Optional.empty();
    }
    Optional<String> line = parts.length == PARTS ? Optional.of(parts[2]) : Optional.empty();
    return Optional.of(new Position(parts[0], seq(parts[1]), line));
  }

  String line() {
    return line;
  }

  /** The id of the next event of the stream. */
  String next(SessionRef session, long seq) {
    count++;
    return PREFIX
        + String.join(
            SEPARATOR, mcp, session.id(), Long.toString(seq), line, opening + "-" + count);
  }

  private static long seq(String text) {
    try {
      return Math.max(McpAnswer.Following.FROM_NOW, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return McpAnswer.Following.FROM_NOW;
    }
  }
}
