package dev.holdfast.loadtests.benchmark;

/** Something that is measured beside others. */
interface Contestant {
  String name();

  /** Works for so many milliseconds. */
  Sample measure(long millis) throws Exception;
}
