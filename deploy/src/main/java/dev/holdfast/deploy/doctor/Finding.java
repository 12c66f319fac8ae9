package dev.holdfast.deploy.doctor;

/**
 * What one look found.
 *
 * @param what that was looked at
 * @param told what it is like, on one line
 * @param remedy what to do about it; empty where nothing is to be done
 */
record Finding(String what, Verdict verdict, String told, String remedy) {
  enum Verdict {
    OK,
    WARNING,
    WRONG,
    /** Something that it rests on is wrong. */
    SKIPPED
  }

  static Finding ok(String what, String told) {
    return new Finding(what, Verdict.OK, told, "");
  }

  static Finding warning(String what, String told, String remedy) {
    return new Finding(what, Verdict.WARNING, told, remedy);
  }

  static Finding wrong(String what, String told, String remedy) {
    return new Finding(what, Verdict.WRONG, told, remedy);
  }

  static Finding skipped(String what, String on) {
    return new Finding(what, Verdict.SKIPPED, "not looked at", "first: " + on);
  }
}
