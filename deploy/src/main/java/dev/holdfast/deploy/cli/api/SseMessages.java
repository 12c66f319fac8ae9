package dev.holdfast.deploy.cli.api;

import java.util.Optional;

/** Lines of an event stream to messages, as the HTML standard has it, for what pods send. */
final class SseMessages {
  /**
   * One message.
   *
   * @param id empty for what is not an event of the log
   */
  record Message(String id, String event, String data) {}

  private String id = "";
  private String event = "";
  private final StringBuilder data = new StringBuilder();

  /** The message that this line completes. */
  Optional<Message> take(String line) {
    if (line.isEmpty()) {
      return complete();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String rest = colon < 0 ? "" : line.substring(colon + 1);
    String value = rest.startsWith(" ") ? rest.substring(1) : rest;
    switch (field) {
      case "id" -> id = value;
      case "event" -> event = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {} // comments are heartbeats, retry is for browsers
    }
    return Optional.empty();
  }

  private Optional<Message> complete() {
    Message message = new Message(id, event, data.toString());
    id = "";
    event = "";
    data.setLength(0);
    return message.data().isEmpty() ? Optional.empty() : Optional.of(message);
  }
}
