package dev.holdfast.deploy.cli.api;

import dev.holdfast.deploy.failure.OperatorFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A bearer token that was read where other users of the machine do not see it: never from an
 * argument.
 */
public record Token(String secret) {
  static final String VARIABLE = "HOLDFAST_TOKEN";
  static final String FILE_VARIABLE = "HOLDFAST_TOKEN_FILE";

  /**
   * The file of the option, else {@code HOLDFAST_TOKEN}, else the file that {@code
   * HOLDFAST_TOKEN_FILE} names.
   */
  public static Token read(Optional<Path> file, Map<String, String> environment) {
    Optional<String> direct = Optional.ofNullable(environment.get(VARIABLE));
    Optional<Path> named = Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of);
    if (file.isPresent()) {
      return new Token(text(file.get()));
    }
    if (direct.isPresent()) {
      return new Token(checked(direct.get(), VARIABLE));
    }
    return new Token(
        text(
            named.orElseThrow(() ->
                OperatorFault.usage(
                    "a token is needed: set HOLDFAST_TOKEN, or HOLDFAST_TOKEN_FILE, or give"
                        + " --token-file"))));
  }

  private static String text(Path file) {
    try {
      return checked(Files.readString(file), "file " + file);
    } catch (IOException e) {
      throw OperatorFault.usage("file " + file + " cannot be read: " + OperatorFault.reason(e));
    }
  }

  private static String checked(String text, String origin) {
    String secret = text.strip();
    if (secret.isEmpty() || secret.chars().anyMatch(each -> each <= ' ' || each > '~')) {
      throw OperatorFault.usage(origin + " must hold one token of visible ASCII characters");
    }
    return secret;
  }

  @Override
  public String toString() {
    return "****";
  }
}
