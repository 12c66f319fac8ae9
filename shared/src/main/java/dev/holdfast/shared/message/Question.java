package dev.holdfast.shared.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks its task's owner before it goes on: a permission, a choice, or a text.
 *
 * @param prompt 1-8192 characters, longer ones are cut
 * @param options what may be chosen; empty where any text will do
 * @param detail one JSON object as text that says more, for example the tool call that needs a
 *     permission; null for none
 */
public record Question(String prompt, List<Option> options, @Nullable String detail) {
  /**
   * The member of a detail that has what another server wants of a client, as the protocol writes
   * it. Nobody but the agent that speaks with such a server sets it.
   */
  public static final String RELAYED = "io.modelcontextprotocol/requests";

  /** The option by which a form of another server is declined. */
  public static final String DECLINE = "_decline";

  /**
   * One choice.
   *
   * @param id what is answered, unique within the question
   * @param label what a person reads
   */
  public record Option(String id, String label) {}

  public Question {
    options = List.copyOf(options);
  }
}
