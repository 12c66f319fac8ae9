package dev.holdfast.gateway.testing;

import dev.holdfast.shared.bus.Address;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.Archival;
import dev.holdfast.shared.message.AuditPage;
import dev.holdfast.shared.message.ProjectPage;
import dev.holdfast.shared.message.ProjectRecord;
import dev.holdfast.shared.message.ProjectStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** The register of projects: it has one, whatever it is asked. */
public final class RegisterStandIn {
  private static final ProjectRecord SHOP =
      new ProjectRecord(
          "shop", null, List.of("x"), ProjectStatus.ACTIVE, 3, Others.NOW, Others.NOW, null);

  private final Bus bus;

  /** What was asked, in order. */
  public final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();

  public RegisterStandIn(Bus bus) {
    this.bus = bus;
    answer(Addresses.REGISTER_PROJECT, command -> SHOP);
    answer(Addresses.DESCRIBE_PROJECT, question -> SHOP);
    answer(Addresses.LIST_PROJECTS, question -> new ProjectPage(List.of(SHOP), 7L));
    answer(Addresses.CHANGE_PROJECT, command -> SHOP);
    answer(
        Addresses.ARCHIVE_PROJECT,
        command ->
            command.confirm() == null
                ? new Archival("shop", 2, 40, 3, "3-abc", null)
                : new Archival("shop", 2, 40, 4, null, Others.NOW));
    answer(
        Addresses.LIST_PROJECT_AUDIT,
        question ->
            new AuditPage(
                List.of(new AuditPage.Entry(1, Others.NOW, "project_created", "ada", "{}")), null));
  }

  private <Q extends Record, R> void answer(Address<Q, R> address, Function<Q, R> answer) {
    bus.answer(
        address,
        question -> {
          asked.add(question);
          return Future.succeededFuture(answer.apply(question));
        });
  }
}
