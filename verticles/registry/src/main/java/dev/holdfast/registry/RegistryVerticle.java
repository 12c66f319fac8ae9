package dev.holdfast.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.holdfast.registry.belief.BeliefService;
import dev.holdfast.registry.binding.Bindings;
import dev.holdfast.registry.cache.CacheConfig;
import dev.holdfast.registry.cache.CacheSeal;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.registry.cache.SharedCache;
import dev.holdfast.registry.cache.store.RedisStore;
import dev.holdfast.registry.control.Control;
import dev.holdfast.registry.credential.Credentials;
import dev.holdfast.registry.credential.KeyChecks;
import dev.holdfast.registry.credential.Keys;
import dev.holdfast.registry.credential.Tickets;
import dev.holdfast.registry.journal.JournalService;
import dev.holdfast.registry.lifecycle.Activity;
import dev.holdfast.registry.lifecycle.Lifecycle;
import dev.holdfast.registry.lifecycle.Refusals;
import dev.holdfast.registry.lifecycle.Rounds;
import dev.holdfast.registry.mcp.McpSessions;
import dev.holdfast.registry.project.ProjectService;
import dev.holdfast.registry.project.Projects;
import dev.holdfast.registry.session.RecentEnds;
import dev.holdfast.registry.session.SessionLookup;
import dev.holdfast.registry.session.SessionReader;
import dev.holdfast.registry.session.SessionResolver;
import dev.holdfast.registry.share.Forks;
import dev.holdfast.registry.share.Rolls;
import dev.holdfast.registry.share.Shares;
import dev.holdfast.registry.store.BindingStore;
import dev.holdfast.registry.store.CredentialStore;
import dev.holdfast.registry.store.DatabaseIdentity;
import dev.holdfast.registry.store.ForkStore;
import dev.holdfast.registry.store.KeyStore;
import dev.holdfast.registry.store.McpStateStore;
import dev.holdfast.registry.store.McpStore;
import dev.holdfast.registry.store.PostgresSessionStore;
import dev.holdfast.registry.store.RecentEndStore;
import dev.holdfast.registry.store.RollStore;
import dev.holdfast.registry.store.SessionStore;
import dev.holdfast.registry.store.ShareStore;
import dev.holdfast.registry.store.TicketStore;
import dev.holdfast.shared.bus.Addresses;
import dev.holdfast.shared.bus.Bus;
import dev.holdfast.shared.bus.PodBus;
import dev.holdfast.shared.config.PostgresConfig;
import dev.holdfast.shared.store.Patience;
import dev.holdfast.shared.store.Postgres;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Answers the registry's addresses; one instance for each pod, on one event loop.
 *
 * <p>Starts only when Postgres answers; Redis may be absent then and later.
 */
public final class RegistryVerticle extends VerticleBase {
  private final RegistryConfig config;
  private final PostgresConfig postgresConfig;
  private final Bus bus;
  private final PodBus pods;
  private @Nullable Postgres postgres;
  private @Nullable RedisStore redis;
  private @Nullable BeliefService believed;

  public RegistryVerticle(
      RegistryConfig config, PostgresConfig postgresConfig, Bus bus, PodBus pods) {
    this.config = config;
    this.postgresConfig = postgresConfig;
    this.bus = bus;
    this.pods = pods;
  }

  @Override
  public Future<?> start() {
    Postgres opened = Postgres.open(vertx, "registry", postgresConfig);
    postgres = opened;
    return Patience.untilReached(
            vertx, () -> config.deadline().limit(DatabaseIdentity.read(opened)))
        .compose(identity -> serve(opened, identity))
        .onFailure(failure -> opened.close());
  }

  @Override
  public Future<?> stop() {
    return unbelieved()
        .eventually(() ->
            Future.join(
                postgres == null ? Future.succeededFuture() : postgres.close(),
                redis == null ? Future.succeededFuture() : redis.close()));
  }

  private Future<Void> unbelieved() {
    bus.answerNoMore(Addresses.AUTHENTICATE);
    return believed == null
        ? Future.succeededFuture()
        : config.deadline().limit(believed.belief().end());
  }

  private Future<Void> serve(Postgres opened, String databaseIdentity) {
    CacheConfig cache = config.cache();
    RedisStore shared = RedisStore.open(vertx, cache.redis());
    redis = shared;
    SessionStore sessions =
        new PostgresSessionStore(opened, config.groups(), config.lifecycle().limits());
    RecentEnds ends =
        new RecentEnds(new RecentEndStore(opened, cache.endsMax()), cache.entryMsMax());
    new Rounds(vertx)
        .repeat(
            "look for ends", cache.endsCheckMs(), () -> config.deadline().limit(ends.runOnce()));
    SessionLookup lookup =
        new SessionLookup(
            sessions,
            near(cache),
            new SharedCache(
                shared, new CacheSeal(cache.secret(), databaseIdentity), cache.sharedTtlS()),
            ends,
            config.deadline());
    BeliefService belief = believe(opened, ends);
    Refusals refusals = serveSessions(opened, sessions, lookup, belief);
    serveKeys(opened, cache);
    Projects projects =
        ProjectService.serve(
            bus,
            opened,
            config.groups().limits(),
            refusals::watch,
            belief,
            config.project(),
            config.deadline());
    JournalService.serve(
        bus, vertx, opened, projects, refusals::watch, config.journal(), config.deadline());
    // Not before it is known what ended lately: a cache may still tell of it.
    return Patience.untilReached(vertx, () -> config.deadline().limit(ends.runOnce()));
  }

  private BeliefService believe(Postgres opened, RecentEnds ends) {
    BeliefService belief =
        BeliefService.serve(
            vertx,
            pods,
            opened,
            ends::hasEnded,
            config.belief(),
            config.cache(),
            config.deadline());
    believed = belief;
    Rounds rounds = new Rounds(vertx);
    rounds.repeat(
        "look for what may be believed", config.belief().lookMs(), belief.belief()::runOnce);
    rounds.repeat("sweep of believers", config.lifecycle().sweepMs(), belief.belief()::sweep);
    return belief;
  }

  private void serveKeys(Postgres opened, CacheConfig cache) {
    CredentialStore store = new CredentialStore(opened);
    bus.answer(
        Addresses.AUTHENTICATE,
        Credentials.cache(cache.nearEntriesMax(), cache.nearTtlMs(), Ticker.systemTicker()),
        new Credentials(store, config.deadline())::authenticate);
    bus.answer(
        Addresses.CHECK_KEYS,
        new KeyChecks(vertx, store, config.deadline(), config.keyCheckMs())::check);
    serveTickets(new TicketStore(opened));
    Keys keys = new Keys(new KeyStore(opened), config.deadline());
    bus.answer(Addresses.CREATE_KEY, keys::create);
    bus.answer(Addresses.LIST_KEYS, keys::list);
    bus.answer(Addresses.ROTATE_KEY, keys::rotate);
    bus.answer(Addresses.REVOKE_KEY, keys::revoke);
  }

  private void serveTickets(TicketStore store) {
    Tickets tickets = new Tickets(store, config.deadline());
    bus.answer(Addresses.ISSUE_TICKET, tickets::issue);
    bus.answer(Addresses.REDEEM_TICKET, tickets::redeem);
    new Rounds(vertx).repeat("sweep of tickets", config.lifecycle().sweepMs(), store::sweep);
  }

  private Refusals serveSessions(
      Postgres opened, SessionStore sessions, SessionLookup lookup, BeliefService belief) {
    SessionResolver resolver =
        new SessionResolver(
            sessions, lookup, config.deadline(), pods.self(), config.resolveAttemptsMax());
    SessionReader reader = new SessionReader(sessions, lookup, config.deadline());
    Lifecycle.Notes notes =
        Lifecycle.serve(
            vertx, bus, opened, lookup, reader, resolver, config.deadline(), config.lifecycle());
    Refusals refusals = notes.refusals();
    serveSharing(opened, lookup, reader, refusals);
    serveBindings(opened, lookup, belief, refusals);
    Control.serve(bus, opened, config.deadline());
    serveMcp(
        new McpSessions(
            new McpStore(opened, config.groups().limits()),
            new McpStateStore(opened),
            resolver,
            belief.changes(),
            config.deadline()),
        belief,
        notes.activity());
    return refusals;
  }

  private void serveSharing(
      Postgres opened, SessionLookup lookup, SessionReader reader, Refusals refusals) {
    int eventsMax = config.share().forkEventsMax();
    Forks forks =
        new Forks(
            new ForkStore(opened, config.lifecycle().limits()),
            lookup,
            reader,
            config.deadline(),
            eventsMax);
    bus.answer(
        Addresses.FORK_SESSION,
        wanted ->
            refusals.watch(wanted.principal(), wanted.sessionId(), "fork", forks.fork(wanted)));
    bus.answer(Addresses.ROLL_SESSION, new Rolls(new RollStore(opened), config.deadline())::roll);
    Shares shares = new Shares(new ShareStore(opened), config.deadline(), config.share());
    bus.answer(
        Addresses.CREATE_SHARE,
        wanted ->
            refusals.watch(wanted.principal(), wanted.sessionId(), "share", shares.create(wanted)));
    bus.answer(Addresses.LIST_SHARES, shares::list);
    bus.answer(Addresses.REVOKE_SHARE, shares::revoke);
  }

  private void serveBindings(
      Postgres opened, SessionLookup lookup, BeliefService belief, Refusals refusals) {
    int batch = config.lifecycle().sweepBatch();
    Bindings bindings =
        new Bindings(
            new BindingStore(opened),
            lookup,
            belief.changes(),
            config.deadline(),
            pods.self(),
            batch);
    bus.answer(Addresses.LIST_BINDINGS, bindings::list);
    bus.answer(
        Addresses.REBIND,
        wanted ->
            refusals.watch(
                wanted.principal(), wanted.sessionId(), "rebind", bindings.rebind(wanted)));
    new Rounds(vertx)
        .repeat(
            "forgetting of moved bindings", config.lifecycle().sweepMs(), bindings::forgetMoved);
  }

  /** That a session is asked for through it is use of that session. */
  private void serveMcp(McpSessions mcp, BeliefService belief, Activity activity) {
    bus.answer(Addresses.OPEN_MCP_SESSION, mcp::open);
    bus.answer(
        Addresses.FIND_MCP_SESSION,
        belief.memory().mcpSessions(),
        wanted -> mcp.find(wanted).onSuccess(found -> activity.note(found.session())));
    bus.answer(Addresses.CLOSE_MCP_SESSION, mcp::close);
    bus.answer(Addresses.SET_MCP_LOG_LEVEL, mcp::setLogLevel);
    bus.answer(Addresses.CHANGE_MCP_SUBSCRIPTION, mcp::change);
    bus.answer(Addresses.SET_MCP_ROOTS, mcp::setRoots);
    bus.answer(Addresses.FIND_MCP_ROOTS, mcp::roots);
    bus.answer(Addresses.CHECK_MCP_SESSIONS, mcp::check);
  }

  private static <K, V> NearCache<K, V> near(CacheConfig cache) {
    return new NearCache<>(cache.nearEntriesMax(), cache.nearTtlMs(), Ticker.systemTicker());
  }
}
