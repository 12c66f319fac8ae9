// A server of the Model Context Protocol on the official SDK, with sessions in its memory:
//   node server.mjs <port>
// It answers with JSON, not with streams, which is the cheapest that the SDK can do.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { NodeStreamableHTTPServerTransport } from "@modelcontextprotocol/node";
import { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

const sessions = new Map();
const text = (value) => ({ content: [{ type: "text", text: value }] });

async function open() {
  let project = "none";
  const server = new McpServer({ name: "peer", version: "1" });
  const named = (name) => z.object({ [name]: z.string() });
  server.registerTool("echo", { inputSchema: named("text") }, async (given) => text(given.text));
  server.registerTool("set_project", { inputSchema: named("project") }, async (given) => {
    project = given.project;
    return text(project);
  });
  server.registerTool("get_project", { inputSchema: z.object({}) }, async () => text(project));
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => void sessions.set(id, transport),
    enableJsonResponse: true,
  });
  await server.connect(transport);
  return transport;
}

createServer(async (request, response) => {
  const known = sessions.get(request.headers["mcp-session-id"]);
  await (known ?? (await open())).handleRequest(request, response);
}).listen(Number(process.argv[2]), "127.0.0.1");
