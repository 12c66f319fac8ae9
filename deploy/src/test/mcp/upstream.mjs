// The server that the conformance suite is tried through: it offers what the suite's scenarios want,
// each as the scenario describes it. Pods pass it on as the server of an agent. Where it wants to
// know something it says so as 2026-07-28 has it (input_required), or asks its client on the stream
// of the call, as the versions before have it. It prints its port.
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";
const NO_ARGUMENTS = { type: "object" };

const text = (words) => ({ content: [{ type: "text", text: words }] });
const resource = (uri, mimeType, words) => ({ type: "resource", resource: { uri, mimeType, text: words } });
const form = (message, properties, required = Object.keys(properties)) => ({
  method: "elicitation/create",
  params: { message, requestedSchema: { type: "object", properties, required } },
});
const sample = (words, maxTokens) => ({
  method: "sampling/createMessage",
  params: { messages: [{ role: "user", content: { type: "text", text: words } }], maxTokens },
});
const ROOTS = { method: "roots/list", params: {} };
const NAME = { name: { type: "string" } };

/** A tool that wants answers first; `state` is what it wants to be told again with them. */
const wanting = (requests, done, state) => ({
  run: ({ params }) => {
    const answers = params.inputResponses ?? {};
    const missing = Object.keys(requests).filter((name) => !(name in answers));
    if (missing.length > 0) {
      return {
        resultType: "input_required",
        inputRequests: Object.fromEntries(missing.map((name) => [name, requests[name]])),
        ...(state ? { requestState: state } : {}),
      };
    }
    if (state && params.requestState !== state) throw new Error("the state was not told again");
    return done(answers);
  },
});

const elicited = (properties) => ({
  run: async ({ ask }) => {
    const answer = await ask(form("Please fill in", properties, []));
    return text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content)}`);
  },
});

const OPTIONS = ["option1", "option2", "option3"];
const TITLED = [
  { const: "value1", title: "First Option" },
  { const: "value2", title: "Second Option" },
  { const: "value3", title: "Third Option" },
];

const tools = {
  test_simple_text: { run: () => text("This is a simple text response for testing.") },
  test_image_content: { run: () => ({ content: [{ type: "image", data: PNG, mimeType: "image/png" }] }) },
  test_audio_content: { run: () => ({ content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }] }) },
  test_embedded_resource: {
    run: () => ({
      content: [resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")],
    }),
  },
  test_multiple_content_types: {
    run: () => ({
      content: [
        { type: "text", text: "Multiple content types test:" },
        { type: "image", data: PNG, mimeType: "image/png" },
        resource("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
      ],
    }),
  },
  test_error_handling: {
    run: () => ({ ...text("This tool intentionally returns an error for testing"), isError: true }),
  },
  test_tool_with_progress: {
    run: async ({ tell, params }) => {
      for (const progress of [0, 50, 100]) {
        tell("notifications/progress", { progressToken: params._meta?.progressToken, progress, total: 100 });
        await pause(400); // counters that follow each other at once are told as one
      }
      return text("done");
    },
  },
  test_tool_with_logging: {
    run: async ({ tell }) => {
      for (const data of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
        tell("notifications/message", { level: "info", logger: "tool", data });
        await pause(50);
      }
      return text("logged");
    },
  },
  test_logging_tool: {
    run: ({ tell }) => {
      tell("notifications/message", { level: "info", data: "told to nobody who did not ask" });
      return text("logged");
    },
  },
  test_sampling: {
    schema: { type: "object", properties: { prompt: { type: "string" } }, required: ["prompt"] },
    run: async ({ ask, params }) =>
      text(`LLM response: ${(await ask(sample(params.arguments.prompt, 100))).content?.text}`),
  },
  test_elicitation: {
    schema: { type: "object", properties: { message: { type: "string" } }, required: ["message"] },
    run: async ({ ask, params }) => {
      const field = (description) => ({ type: "string", description });
      const answer = await ask(
        form(params.arguments.message, {
          username: field("User's response"),
          email: field("User's email address"),
        }),
      );
      return text(`User response: action=${answer.action}, content=${JSON.stringify(answer.content)}`);
    },
  },
  test_elicitation_sep1034_defaults: elicited({
    name: { type: "string", default: "John Doe" },
    age: { type: "integer", default: 30 },
    score: { type: "number", default: 95.5 },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean", default: true },
  }),
  test_elicitation_sep1330_enums: elicited({
    untitledSingle: { type: "string", enum: OPTIONS },
    titledSingle: { type: "string", oneOf: TITLED },
    legacyEnum: {
      type: "string",
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array", items: { type: "string", enum: OPTIONS } },
    titledMulti: { type: "array", items: { anyOf: TITLED } },
  }),
  test_x_mcp_header: {
    schema: { type: "object", properties: { region: { type: "string", "x-mcp-header": "Region" } } },
    run: () => text("done"),
  },
  json_schema_2020_12_tool: {
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: {
        address: {
          $anchor: "addressDef",
          type: "object",
          properties: { street: { type: "string" }, city: { type: "string" } },
        },
      },
      properties: {
        name: { type: "string" },
        address: { $ref: "#/$defs/address" },
        contactMethod: { type: "string", enum: ["phone", "email"] },
        phone: { type: "string" },
        email: { type: "string" },
      },
      allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
      if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
      then: { required: ["phone"] },
      else: { required: ["email"] },
      additionalProperties: false,
    },
    run: () => text("done"),
  },
  test_missing_capability: wanting({ capital: sample("What is the capital of France?", 100) }, () => text("done")),
  test_streaming_elicitation: wanting({ name: form("What is your name?", NAME) }, () => text("done")),
  test_input_required_result_elicitation: wanting({ user_name: form("What is your name?", NAME) }, (answers) =>
    text(`Hello, ${answers.user_name.content?.name}!`),
  ),
  test_input_required_result_sampling: wanting(
    { capital_question: sample("What is the capital of France?", 100) },
    (answers) => text(answers.capital_question.content.text),
  ),
  test_input_required_result_list_roots: wanting({ client_roots: ROOTS }, (answers) =>
    text(JSON.stringify(answers.client_roots.roots)),
  ),
  test_input_required_result_request_state: wanting(
    { confirm: form("Please confirm", { ok: { type: "boolean" } }) },
    () => text("state-ok"),
    "upstream-state",
  ),
  test_input_required_result_multiple_inputs: wanting(
    {
      user_name: form("What is your name?", NAME),
      greeting: sample("Generate a greeting", 50),
      client_roots: ROOTS,
    },
    () => text("all there"),
    "upstream-state",
  ),
  test_input_required_result_multi_round: {
    run: ({ params }) => {
      const answers = params.inputResponses ?? {};
      const step = (name, message, properties) => ({
        resultType: "input_required",
        inputRequests: { [name]: form(message, properties) },
        requestState: name,
      });
      if (params.requestState === "step2" && answers.step2) return text("both steps done");
      if (params.requestState === "step1" && answers.step1) {
        return step("step2", "Step 2: What is your favorite color?", { color: { type: "string" } });
      }
      return step("step1", "Step 1: What is your name?", NAME);
    },
  },
  test_input_required_result_tampered_state: wanting(
    { confirm: form("Please confirm", { ok: { type: "boolean" } }) },
    () => text("done"),
    "upstream-state",
  ),
  test_input_required_result_capabilities: wanting(
    { user_name: form("What is your name?", NAME), capital_question: sample("What is the capital?", 100) },
    () => text("done"),
  ),
  greet: {
    execution: { taskSupport: "forbidden" },
    schema: { type: "object", properties: { name: { type: "string" } } },
    run: ({ params }) => text(`Hello, ${params.arguments?.name}!`),
  },
  slow_compute: {
    schema: { type: "object", properties: { seconds: { type: "number" }, label: { type: "string" } } },
    run: async ({ params }) => {
      await pause((params.arguments?.seconds ?? 0) * 1000);
      return text("computed");
    },
  },
  failing_job: { execution: { taskSupport: "required" }, run: () => ({ ...text("the job failed"), isError: true }) },
  protocol_error_job: {
    run: () => {
      throw new Error("the job broke the protocol");
    },
  },
  confirm_delete: {
    schema: { type: "object", properties: { filename: { type: "string" } } },
    ...wanting({ confirm: form("Delete the file?", { confirm: { type: "boolean" } }) }, (answers) =>
      text(`answered: ${answers.confirm.action}`),
    ),
  },
  test_tool_with_task: {
    execution: { taskSupport: "required" },
    _meta: { "dev.holdfast/asksFirst": true },
    ...wanting({ user_name: form("What is your name?", NAME) }, (answers) =>
      text(`Hello, ${answers.user_name.content?.name}!`),
    ),
  },
  multi_input: wanting(
    { first: form("First?", NAME), second: form("Second?", NAME) },
    (answers) => text(`answered: ${Object.keys(answers).join(", ")}`),
  ),
};

const resources = {
  "test://static-text": { mimeType: "text/plain", text: "This is the content of the static text resource." },
  "test://static-binary": { mimeType: "image/png", blob: PNG },
  "test://watched-resource": { mimeType: "text/plain", text: "It does not change." },
};
const TEMPLATE = "test://template/{id}/data";

const said = (...contents) => ({ messages: contents.map((content) => ({ role: "user", content })) });
const words = (what) => ({ type: "text", text: what });
const prompts = {
  test_simple_prompt: { run: () => said(words("This is a simple prompt for testing.")) },
  test_prompt_with_arguments: {
    takes: ["arg1", "arg2"],
    run: ({ params: { arguments: given } }) =>
      said(words(`Prompt with arguments: arg1='${given.arg1}', arg2='${given.arg2}'`)),
  },
  test_prompt_with_embedded_resource: {
    takes: ["resourceUri"],
    run: ({ params }) =>
      said(
        resource(params.arguments.resourceUri, "text/plain", "Embedded resource content for testing."),
        words("Please process the embedded resource above."),
      ),
  },
  test_prompt_with_image: {
    run: () => said({ type: "image", data: PNG, mimeType: "image/png" }, words("Please analyze the image above.")),
  },
  test_input_required_result_prompt: wanting(
    {
      user_context: form("What context should the prompt use?", { context: { type: "string" } }),
    },
    (answers) => said(words(`Use the context ${answers.user_context.content?.context}`)),
  ),
};

function read(uri) {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  const found = id
    ? {
        mimeType: "application/json",
        text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
      }
    : resources[uri];
  if (!found) throw new Error(`no resource ${uri}`);
  return { contents: [{ uri, ...found }] };
}

const methods = {
  initialize: ({ params }) => ({
    protocolVersion: params.protocolVersion,
    capabilities: { tools: {}, resources: {}, prompts: {}, logging: {} },
    serverInfo: { name: "fixtures", version: "1" },
  }),
  "tools/list": () => ({
    tools: Object.entries(tools).map(([name, tool]) => ({
      name,
      description: "A tool of the suite",
      inputSchema: tool.schema ?? NO_ARGUMENTS,
      execution: tool.execution,
      _meta: tool._meta,
    })),
  }),
  "tools/call": (context) => tools[context.params.name].run(context),
  "resources/list": () => ({
    resources: Object.entries(resources).map(([uri, { mimeType }]) => ({
      uri,
      name: uri.slice("test://".length),
      description: "A resource of the suite",
      mimeType,
    })),
  }),
  "resources/templates/list": () => ({
    resourceTemplates: [{ uriTemplate: TEMPLATE, name: "template", mimeType: "application/json" }],
  }),
  "resources/read": ({ params }) => read(params.uri),
  "prompts/list": () => ({
    prompts: Object.entries(prompts).map(([name, { takes = [] }]) => ({
      name,
      description: "A prompt of the suite",
      arguments: takes.map((argument) => ({ name: argument, required: true })),
    })),
  }),
  "prompts/get": (context) => prompts[context.params.name].run(context),
};

const asked = new Map();
let asks = 0;

async function answer(message, response) {
  const write = (json) => response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...json })}\n\n`);
  const context = {
    params: message.params ?? {},
    tell: (method, params) => write({ method, params }),
    ask: ({ method, params }) =>
      new Promise((resolve, reject) => {
        const id = `ask-${++asks}`;
        asked.set(id, { resolve, reject });
        write({ id, method, params });
      }),
  };
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  try {
    const method = methods[message.method];
    if (!method) throw new Error(`no method ${message.method}`);
    write({ id: message.id, result: await method(context) });
  } catch (error) {
    write({ id: message.id, error: { code: -32602, message: error.message } });
  }
  response.end();
}

const server = createServer(async (request, response) => {
  if (request.method !== "POST") return response.writeHead(405).end();
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const message = JSON.parse(Buffer.concat(chunks).toString());
  if (message.method && message.id !== undefined) return answer(message, response);
  const waiting = asked.get(message.id);
  if (waiting) {
    asked.delete(message.id);
    if (message.error) waiting.reject(new Error(message.error.message));
    else waiting.resolve(message.result);
  }
  return response.writeHead(202).end();
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
