package dev.holdfast.registry.journal;

import dev.holdfast.shared.config.Settings;

/**
 * The limits of entries.
 *
 * @param bulkMax entries of one append, 1-1000
 * @param metaBytesMax bytes of an entry's metadata, 64-262144
 * @param pageDefault entries of a page where none is asked for, 1-1000
 * @param pageMax entries of a page, 1-1000
 * @param regexCharsMax characters of a regular expression, 1-1000
 * @param searchMs milliseconds after which a search is broken off, 10-10000
 * @param searchesMax searches of a pod at the same time, 1-100; each holds a connection
 * @param verifyBatch entries that are read at once to be verified, 1-1000
 * @param verifyMax entries that one request verifies, 1-100000
 */
public record JournalConfig(
    int bulkMax,
    int metaBytesMax,
    int pageDefault,
    int pageMax,
    int regexCharsMax,
    int searchMs,
    int searchesMax,
    int verifyBatch,
    int verifyMax) {
  public static JournalConfig read(Settings settings) {
    int pageMax = settings.integer("journal.page_max", 200, 1, 1_000);
    return new JournalConfig(
        settings.integer("journal.bulk_max", 100, 1, 1_000),
        settings.integer("journal.meta_bytes_max", 16_384, 64, 262_144),
        settings.integer("journal.page_default", Math.min(50, pageMax), 1, pageMax),
        pageMax,
        settings.integer("journal.regex_chars_max", 200, 1, 1_000),
        settings.integer("journal.search_ms", 1_000, 10, 10_000),
        settings.integer("journal.searches_max", 2, 1, 100),
        settings.integer("journal.verify_batch", 100, 1, 1_000),
        settings.integer("journal.verify_max", 2_000, 1, 100_000));
  }
}
