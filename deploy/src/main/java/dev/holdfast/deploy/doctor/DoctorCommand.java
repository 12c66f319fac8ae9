package dev.holdfast.deploy.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deploy.cli.show.Output;
import dev.holdfast.deploy.cli.show.Screen;
import dev.holdfast.deploy.cli.show.Table;
import dev.holdfast.deploy.config.ConfigOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast doctor}: whether a pod with this configuration would start here. */
@Command(
    name = "doctor",
    description = "Look at all that a pod with this configuration needs, and tell what to do.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {
  private static final int WRONG = 1;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--output",
      defaultValue = "table",
      paramLabel = "FORM",
      description = "table, or json (table).")
  private String output = "table";

  @Override
  public Integer call() {
    Screen screen = Screen.standard(Output.of(output));
    List<Finding> findings = Examination.of(config::read);
    Table table = new Table("WHAT", "VERDICT", "FOUND");
    ObjectNode all = JsonMapper.builder().build().createObjectNode();
    for (Finding finding : findings) {
      String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
      table.row(finding.what(), verdict, finding.told());
      if (!finding.remedy().isEmpty()) {
        table.last(finding.what() + ": " + finding.remedy());
      }
      all.withArray("findings")
          .addObject()
          .put("what", finding.what())
          .put("verdict", verdict)
          .put("found", finding.told())
          .put("remedy", finding.remedy());
    }
    screen.show(all, table);
    return findings.stream().anyMatch(each -> each.verdict() == Finding.Verdict.WRONG) ? WRONG : 0;
  }
}
