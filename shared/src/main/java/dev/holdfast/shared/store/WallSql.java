package dev.holdfast.shared.store;

import java.util.List;

/** The statements that name, for one transaction, whose rows a connection may see. */
public final class WallSql {
  /** What the connections that serve clients are born as; made by migration V010. */
  static final String ROLE = "holdfast_client";

  static final String BEGIN = "BEGIN";
  static final String COMMIT = "COMMIT";
  static final String ROLLBACK = "ROLLBACK";

  /** Until the transaction ends, however it ends. */
  static final String NAME =
      "SELECT set_config('holdfast.tenant', $1, true), set_config('holdfast.principal', $2, true)";

  /** For the test that prepares each of them. */
  public static final List<String> ALL = List.of(NAME);

  private WallSql() {}
}
