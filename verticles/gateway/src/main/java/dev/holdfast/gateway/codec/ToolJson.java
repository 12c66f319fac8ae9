package dev.holdfast.gateway.codec;

import dev.holdfast.shared.message.Tool;
import dev.holdfast.shared.message.ToolPage;

/** Tools as every protocol shows them. */
public final class ToolJson {
  private ToolJson() {}

  /** Writes {@code tools}, {@code next} and {@code pending}. */
  public static void write(JsonOut out, ToolPage page) {
    out.objects("tools", page.tools(), ToolJson::write)
        .text("next", page.next())
        .texts("pending", page.pending());
  }

  private static void write(JsonOut out, Tool tool) {
    out.text("name", tool.name())
        .text("description", tool.description())
        .text("agent", tool.agent())
        .json("input_schema", tool.inputSchema());
  }
}
