package peer;

import io.quarkiverse.mcp.server.McpConnection;
import io.quarkiverse.mcp.server.Tool;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in memory; each tool on the event loop, which is the cheapest that Quarkus can do. */
public class Tools {
  private final Map<String, String> projects = new ConcurrentHashMap<>();

  @Tool(name = "echo", description = "Says it again")
  Uni<String> echo(String text) {
    return Uni.createFrom().item(text);
  }

  @Tool(name = "set_project", description = "Remembers a project")
  Uni<String> setProject(String project, McpConnection connection) {
    projects.put(connection.id(), project);
    return Uni.createFrom().item(project);
  }

  @Tool(name = "get_project", description = "Tells the project")
  Uni<String> getProject(McpConnection connection) {
    return Uni.createFrom().item(projects.getOrDefault(connection.id(), "none"));
  }
}
