package dev.holdfast.registry.journal.store;

/**
 * Where a log ends.
 *
 * @param journalNo 0 where nothing was ever written
 * @param lastNumber how many entries it has
 * @param lastHash the hash of the last
 * @param archivedTo the last number of the newest closed segment
 */
public record Head(long journalNo, long lastNumber, String lastHash, long archivedTo) {
  static final Head NONE = new Head(0, 0, EntryCodec.GENESIS, 0);
}
