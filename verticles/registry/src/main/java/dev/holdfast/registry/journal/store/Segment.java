package dev.holdfast.registry.journal.store;

/** A stretch of a log, both ends included, by its numbers and by their hashes. */
public record Segment(
    long journalNo, long firstNumber, long lastNumber, String firstHash, String lastHash) {
  public long entries() {
    return lastNumber - firstNumber + 1;
  }
}
