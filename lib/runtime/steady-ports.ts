// The same ports, whose reads and commits wait for a store that is away; each single call is repeated, so that nothing in between is done twice.
import type { AdvancePorts } from './runtime-ports';

type UntilAvailable = <T>(ask: () => Promise<T>) => Promise<T>;

export function steadyPorts(ports: AdvancePorts, until: UntilAvailable): AdvancePorts {
  const { store, catalog, policy, budgets, results, recording } = ports;
  return {
    ...ports,
    store: {
      createRun: (run) => until(() => store.createRun(run)),
      claimDue: (workerId, limit) => until(() => store.claimDue(workerId, limit)),
      claimRun: (workerId, runId, free) => until(() => store.claimRun(workerId, runId, free)),
      claimCancelled: (workerId, limit) => until(() => store.claimCancelled(workerId, limit)),
      claimDry: (workerId, limit, runId) => until(() => store.claimDry(workerId, limit, runId)),
      claimApart: (workerId) => until(() => store.claimApart(workerId)),
      anyApart: () => until(() => store.anyApart()),
      ownedRuns: (workerId) => until(() => store.ownedRuns(workerId)),
      loadJournal: (runId) => until(() => store.loadJournal(runId)),
      loadTail: (runId) => until(() => store.loadTail(runId)),
      readInputs: (runId, after) => until(() => store.readInputs(runId, after)),
      commit: (commit) => until(() => store.commit(commit)),
      condemn: (run, why) => until(() => store.condemn(run, why)),
      hasten: (runIds) => until(() => store.hasten(runIds)),
      tellLeak: (leak, id) => until(() => store.tellLeak(leak, id)),
      tellSecrets: (seen, nextId) => until(() => store.tellSecrets(seen, nextId)),
      tellRun: (...told) => until(() => store.tellRun(...told)),
      heldBy: (claim) => until(() => store.heldBy(claim)),
      wakeWaiting: (places) => until(() => store.wakeWaiting(places)),
      matchEvents: (keys) => until(() => store.matchEvents(keys)),
      contactsOn: (key) => until(() => store.contactsOn(key)),
      reviewRate: (agent, tool) => until(() => store.reviewRate(agent, tool)),
      sumsIn: (asked, own) => until(() => store.sumsIn(asked, own)),
      endWaits: (limit, onFailure) => until(() => store.endWaits(limit, onFailure)),
      expireApprovals: (limit, onFailure) => until(() => store.expireApprovals(limit, onFailure)),
    },
    catalog: {
      agentVersion: (name, version) => until(() => catalog.agentVersion(name, version)),
      tool: (name) => until(() => catalog.tool(name)),
      toolVersion: (name, version) => until(() => catalog.toolVersion(name, version)),
      model: (name) => until(() => catalog.model(name)),
    },
    // What can't be kept is asked again another time.
    results: {
      find: (...asked) => until(() => results.find(...asked)),
      keep: (...kept) => results.keep(...kept),
    },
    budgets: {
      reserve: (request) => until(() => budgets.reserve(request)),
      hasRoom: (request) => until(() => budgets.hasRoom(request)),
    },
    policy: { evaluate: (request) => until(() => policy.evaluate(request)) },
    ...(recording === undefined ? {} : { recording: (fork) => until(() => recording(fork)) }),
  };
}
