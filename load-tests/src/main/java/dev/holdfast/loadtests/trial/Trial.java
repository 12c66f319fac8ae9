package dev.holdfast.loadtests.trial;

import dev.holdfast.loadtests.stage.Stage;
import java.util.Random;

/** One promise, and how it is tried. */
public interface Trial {
  /** Which one it is, for example {@code P1}. */
  String promise();

  /** The n that the promise was made with. */
  int wanted();

  /**
   * Tries it n times and notes what was found. The stage is whole when it begins, and may be left
   * harmed.
   *
   * @param random the source of every choice
   */
  void run(Stage stage, int n, Random random, Findings findings) throws Exception;

  /** What a trial is called in tables. */
  default String name() {
    return getClass().getSimpleName();
  }
}
