package dev.holdfast.tasks.agent.mcp;

/** What servers offer beside tools. */
enum ItemKind {
  RESOURCE("resources/list", "resources", "uri"),
  TEMPLATE("resources/templates/list", "resourceTemplates", "uriTemplate"),
  PROMPT("prompts/list", "prompts", "name");

  private final String method;
  private final String list;
  private final String key;

  ItemKind(String method, String list, String key) {
    this.method = method;
    this.list = list;
    this.key = key;
  }

  String method() {
    return method;
  }

  /** The member of the result that is the list. */
  String list() {
    return list;
  }

  /** The member of an item that tells it from the others. */
  String key() {
    return key;
  }
}
