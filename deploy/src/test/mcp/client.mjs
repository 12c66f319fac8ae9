// The official client, in the era it is told, with the credential of HOLDFAST_TOKEN if there is one.
// It calls tools one after the other, each as a line of standard input says, and prints what each
// came to as one line.
import { createInterface } from "node:readline";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const [url, mode] = process.argv.slice(2);
const token = process.env.HOLDFAST_TOKEN;
const client = new Client(
  { name: "holdfast-test", version: "1" },
  { versionNegotiation: { mode } },
);
const say = (value) => console.log(JSON.stringify(value));
const headers = token ? { Authorization: `Bearer ${token}` } : {};
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
say({ era: client.getProtocolEra(), version: client.getNegotiatedProtocolVersion() });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await client.callTool(JSON.parse(line)));
  } catch (error) {
    say({ failed: String(error) });
  }
}
process.exit(0);
