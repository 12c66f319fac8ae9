package peer;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** The official Java SDK on Tomcat, with sessions in memory: its one argument is the port. */
public final class Server {
  private static final Map<String, String> PROJECTS = new ConcurrentHashMap<>();

  private Server() {}

  public static void main(String[] arguments) throws Exception {
    HttpServletStreamableServerTransportProvider transport =
        new HttpServletStreamableServerTransportProvider.Builder().mcpEndpoint("/mcp").build();
    McpServer.sync(transport)
        .serverInfo("peer", "1")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .immediateExecution(true)
        .toolCall(tool("echo", "text"), (exchange, call) -> text(argument(call, "text")))
        .toolCall(
            tool("set_project", "project"),
            (exchange, call) -> {
              PROJECTS.put(exchange.sessionId(), argument(call, "project"));
              return text(argument(call, "project"));
            })
        .toolCall(
            tool("get_project", ""),
            (exchange, call) -> text(PROJECTS.getOrDefault(exchange.sessionId(), "none")))
        .build();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("peer").toString());
    Connector connector = new Connector();
    connector.setPort(Integer.parseInt(arguments[0]));
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
    context.addServletMappingDecoded("/mcp", "mcp");
    tomcat.start();
    tomcat.getServer().await();
  }

  private static Tool tool(String name, String argument) {
    Map<String, Object> properties =
        argument.isEmpty() ? Map.of() : Map.of(argument, Map.of("type", "string"));
    return Tool.builder(name, Map.of("type", "object", "properties", properties)).build();
  }

  private static String argument(CallToolRequest call, String name) {
    return String.valueOf(call.arguments().get(name));
  }

  private static CallToolResult text(String text) {
    return CallToolResult.builder().addTextContent(text).build();
  }
}
