package dev.holdfast.deploy.keys;

import dev.holdfast.deploy.failure.OperatorFault;
import dev.holdfast.deploy.store.KeyAdmin;
import dev.holdfast.shared.identity.KeyScope;
import dev.holdfast.shared.identity.Scope;
import dev.holdfast.shared.identity.WorkerScope;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast keys}: makes, lists, rotates and revokes API keys. */
@Command(
    name = "keys",
    description = "Make, list, rotate and revoke API keys; running pods need no restart.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand implements Runnable {
  private static final int LENGTH_MAX = 200;

  @Override
  public void run() {
    throw OperatorFault.usage("a command is needed: create, list, rotate or revoke; see --help");
  }

  @Command(
      name = "create",
      description = "Make a key; its secret is printed once.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void create(
      @Mixin DatabaseOption database,
      @Option(names = "--principal", required = true, description = "Whom it stands for.")
          String principal,
      @Option(names = "--label", defaultValue = "", description = "For people.") String label,
      @Option(
              names = "--scope",
              defaultValue = "session",
              description =
                  "session, admin: may also manage the tenant's keys, operator: may also look at"
                      + " the fleet, or worker (session).")
          String scope,
      @Option(
              names = "--agents",
              split = ",",
              description = "The agents that a worker may serve, with commas between them.")
          @Nullable List<String> agents,
      @Option(names = "--expires-in-s", description = "Seconds until it expires (never).")
          @Nullable Long lifetimeS) {
    requireLength("--tenant", database.tenant(), 1);
    requireLength("--principal", principal, 1);
    requireLength("--label", label, 0);
    if (lifetimeS != null && lifetimeS < 1) {
      throw OperatorFault.usage("--expires-in-s must be at least 1: " + lifetimeS);
    }
    print(
        database
            .open()
            .create(
                database.tenant(),
                principal,
                scope(scope, agents == null ? List.of() : agents),
                label,
                lifetimeS));
  }

  @Command(
      name = "list",
      description = "List the keys of a tenant, newest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void list(
      @Mixin DatabaseOption database,
      @Option(names = "--limit", defaultValue = "100", description = "At most so many (100).")
          int limit) {
    for (KeyAdmin.Listed key : database.open().list(database.tenant(), limit)) {
      System.out.printf(
          Locale.ROOT,
          "%s  %-7s  %-7s  principal %s  label %s  created %s  expires %s  used %s%s%n",
          key.keyId(),
          key.state(),
          key.scope(),
          key.principal(),
          key.label().isEmpty() ? "-" : key.label(),
          key.createdAt(),
          key.expiresAt() == null ? "never" : key.expiresAt(),
          key.lastUsedAt() == null ? "never" : key.lastUsedAt(),
          key.agents().isEmpty() ? "" : "  agents " + String.join(",", key.agents()));
    }
  }

  @Command(
      name = "rotate",
      description = "Make a key in the place of another; both are valid for the overlap.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void rotate(
      @Mixin DatabaseOption database,
      @Parameters(paramLabel = "KEY_ID") String keyId,
      @Option(
              names = "--overlap-s",
              defaultValue = "3600",
              description = "Seconds for which the old one stays valid (3600).")
          long overlapS) {
    if (overlapS < 0) {
      throw OperatorFault.usage("--overlap-s must be at least 0: " + overlapS);
    }
    print(database.open().rotate(database.tenant(), keyId, overlapS));
  }

  @Command(
      name = "revoke",
      description = "End a key; every pod refuses it within 5 seconds.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void revoke(@Mixin DatabaseOption database, @Parameters(paramLabel = "KEY_ID") String keyId) {
    database.open().revoke(database.tenant(), keyId);
    System.out.println("revoked " + keyId);
  }

  private static void print(KeyAdmin.Made made) {
    System.out.println("key_id " + made.keyId());
    System.out.println("secret " + made.key().secret());
  }

  private static Scope scope(String name, List<String> agents) {
    if (name.equals(WorkerScope.WIRE) == agents.isEmpty()) {
      throw OperatorFault.usage("--agents is needed for the scope worker, and only for it");
    }
    return switch (name) {
      case "session" -> KeyScope.SESSION;
      case "admin" -> KeyScope.ADMIN;
      case "operator" -> KeyScope.OPERATOR;
      case WorkerScope.WIRE -> {
        agents.forEach(agent -> requireLength("--agents", agent, 1));
        yield new WorkerScope(agents);
      }
      default ->
          throw OperatorFault.usage("--scope must be session, admin, operator or worker: " + name);
    };
  }

  private static void requireLength(String name, String text, int min) {
    int length = text.codePointCount(0, text.length());
    if (length < min || length > LENGTH_MAX || text.indexOf('\0') >= 0) {
      throw OperatorFault.usage(
          name + " must have " + min + "-" + LENGTH_MAX + " characters, has " + length);
    }
  }
}
