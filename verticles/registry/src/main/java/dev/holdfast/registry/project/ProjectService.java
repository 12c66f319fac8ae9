package dev.holdfast.registry.project;

import dev.holdfast.registry.belief.BeliefService;
import dev.holdfast.registry.flight.Deadline;
import dev.holdfast.registry.flight.GroupLimits;
import dev.holdfast.registry.store.ArchiveStore;
import dev.holdfast.registry.store.ProjectStore;
import dev.holdfast.registry.store.RegisterStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.message.SessionTool;
import dev.holdfast.shared.store.Postgres;

/** Answers the addresses of projects. */
public final class ProjectService {
  private ProjectService() {}

  /** Serves from the calling verticle's context; what it answers is what entries go by. */
  public static Projects serve(
      Bus bus,
      Postgres postgres,
      GroupLimits groups,
      Trail trail,
      BeliefService belief,
      ProjectConfig config,
      Deadline deadline) {
    RegisterStore register = new RegisterStore(postgres, config.projectsMax());
    new Register(register, new ArchiveStore(postgres), deadline).answer(bus);
    Projects projects =
        new Projects(
            new ProjectStore(postgres, register, groups), belief.changes(), config, deadline);
    bus.answer(
        Addresses.SET_PROJECT,
        command ->
            trail.watch(
                command.session().owner(),
                command.session().id(),
                SessionTool.SET_PROJECT.wire(),
                projects.set(command)));
    bus.answer(Addresses.GET_PROJECT, belief.memory().projects(), projects::get);
    bus.answer(
        Addresses.ADMIT_CALL,
        call ->
            trail.watch(
                call.session().owner(),
                call.session().id(),
                call.tool().wire(),
                projects.admit(call)));
    return projects;
  }
}
