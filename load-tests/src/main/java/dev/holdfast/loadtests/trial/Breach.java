package dev.holdfast.loadtests.trial;

/** The ways in which what clients saw can be wrong. */
enum Breach {
  /** Told once and not there, or never told though it happened. */
  LOST,
  /** The same event twice. */
  DUPLICATED,
  /** An event after one that came later. */
  REORDERED,
  /** Something of another session, or told in two ways. */
  CROSSED,
  /** Work that may be done once was begun twice, or in two places. */
  DOUBLE_RUN,
  /** A task without an end. */
  UNFINISHED,
  /** A log that contradicts itself, an answer that should not be. */
  OTHER;

  /** What it is called in tables. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
