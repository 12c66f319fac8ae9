package dev.holdfast.shared.control;

import java.util.List;

/** The statement that holds a command against the lease of its session's driver. */
public final class ControlSql {
  /**
   * Whether the row of session {@code s} lets a command pass that came with a token of this hash,
   * or with none. A token must be the current one, even where its lease has lapsed meanwhile and
   * nobody took over.
   *
   * @param hash a parameter such as {@code $4}, the hash or null
   */
  public static String allows(String hash) {
    return """
    coalesce(CASE WHEN %1$s::text IS NULL
      THEN s.control_hash IS NULL OR s.control_until <= now()
      ELSE s.control_hash = %1$s::text END, false)\
    """
        .formatted(hash);
  }

  /** Keeps control from changing hands until the transaction is over. */
  static final String HOLD =
      """
      SELECT %s AS allowed, s.control_epoch, s.control_holder, s.control_label,
        coalesce(s.control_until > now(), false) AS held
      FROM session s
      WHERE s.session_no = $1 AND s.tenant = $2 AND s.principal = $3 FOR SHARE
      """
          .formatted(allows("$4"));

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(HOLD);

  private ControlSql() {}
}
