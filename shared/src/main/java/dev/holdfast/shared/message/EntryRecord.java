package dev.holdfast.shared.message;

/**
 * An entry as it is in a log.
 *
 * @param entryId the same for an entry and its copy in another log
 * @param number from 1, without a gap, for each log of a project
 * @param sessionId the session that wrote it
 * @param at RFC 3339 UTC, database clock; never goes back within a log unless that clock does
 * @param hash SHA-256, hexadecimal, over the hash of the entry before and this one's content
 */
public record EntryRecord(
    String entryId,
    String project,
    JournalLog log,
    long number,
    String sessionId,
    NewEntry content,
    String at,
    String hash) {
  /** The same with its place in the chain. */
  public EntryRecord withHash(String chained) {
    return new EntryRecord(entryId, project, log, number, sessionId, content, at, chained);
  }
}
