package dev.holdfast.shared.identity;

import dev.holdfast.shared.error.ErrorCode;
import dev.holdfast.shared.error.Fault;
import java.util.regex.Pattern;

/**
 * The published format of a session id: 3-64 characters of {@code A-Z a-z 0-9 - _}.
 *
 * <p>Format is not ownership: a valid id still belongs to the principal who first used it.
 */
public final class SessionId {
  private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9_-]{3,64}");

  private SessionId() {}

  public static boolean isValid(String id) {
    return FORMAT.matcher(id).matches();
  }

  /**
   * The id itself.
   *
   * @throws Fault {@link ErrorCode#INVALID_SESSION_ID} where it does not have the format
   */
  public static String require(String id) {
    if (!isValid(id)) {
      throw new Fault(ErrorCode.INVALID_SESSION_ID, refusal(id));
    }
    return id;
  }

  /** Why an id is refused, without repeating the id. */
  public static String refusal(String id) {
    return "session_id must be 3-64 characters of A-Z a-z 0-9 - _, got "
        + (id.length() < 3 || id.length() > 64 ? id.length() + " characters" : "another character");
  }

  /** A new id with 160 random bits. */
  public static String mint() {
    return RandomId.mint("ses");
  }
}
