package dev.holdfast.loadtests.herd;

import java.io.IOException;

/** One connection by one transport; of its lane's thread. */
interface Wire {
  /** What hears of it. */
  interface Ears {
    void say(byte[] bytes) throws IOException;

    /** It watches from now on. */
    void ready();

    void event(long seq, long atMicros);

    /** Numbers that will not come. */
    void gap(long from, long to);

    /** It is to go, and may be back after so long. */
    void goAway(long retryAfterMs);

    /** It is over, for this reason. */
    void over(Ending ending);
  }

  /** What a client says first. */
  byte[] opening(String host);

  /**
   * Takes what came.
   *
   * @return where that begins which is not whole yet
   */
  int take(byte[] bytes, int from, int to) throws IOException;
}
