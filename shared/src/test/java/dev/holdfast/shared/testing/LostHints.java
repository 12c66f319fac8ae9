package dev.holdfast.shared.testing;

/**
 * A switch of the whole suite: with {@code HOLDFAST_TEST_DROP_ALL=true} in the environment every
 * pod and verticle that the tests start sends no hint to others ({@code bus.drop_all}), so that
 * what watches events shows that it rests on the log alone. Tests of the hints themselves are
 * skipped then, each with its reason.
 */
public final class LostHints {
  /** The name in the environment; its value is {@code true} or anything else. */
  public static final String VARIABLE = "HOLDFAST_TEST_DROP_ALL";

  private LostHints() {}

  /** Whether hints are dropped in this run. */
  public static boolean wanted() {
    return Boolean.parseBoolean(System.getenv(VARIABLE));
  }
}
