// Lets a call through by the breaker of what it goes to; counts how calls end, in batches. What the store says is believed for a second at most.
import {
  type BreakerPolicy,
  breakerKey,
  breakerPolicyOf,
  type CallCounts,
  NO_CALLS,
} from '@/lib/domain/breaker';
import { endpointOf } from '@/lib/domain/tool';
import type { BreakerProbe, BreakerReport, BreakerStanding, BreakerStore } from '@/lib/ports/breakers';
import type { ChangeFeed } from '@/lib/ports/change-feed';
import type { Clock, Random } from '@/lib/ports/clock';
import type { GateAnswer, GateRequest, Gates, Pass, PassOutcome } from '@/lib/ports/gates';
import type { Logger } from '@/lib/ports/logger';
import { openForMs, tripOf, tripReason } from '@/lib/resilience/breaker';
import {
  BREAKER_CACHE_MS,
  BREAKER_POLL_MS,
  BREAKER_REPORT_MS,
  GATE_SPREAD,
  PROBE_MARGIN_MS,
  PROBE_POLL_MS,
} from './runtime-constants';

export type BreakerPorts = {
  readonly breakers: BreakerStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly changes: ChangeFeed;
};

type Called = { readonly key: string; readonly policy: BreakerPolicy; readonly timeoutMs: number };
type Seen = { readonly standing: BreakerStanding; readonly atMs: number };
type Tally = Called & { readonly epoch: number; counts: CallCounts };

export class BreakerGate implements Gates {
  private readonly seen = new Map<string, Seen>();
  private readonly asking = new Map<string, Promise<BreakerStanding>>();
  private tallies = new Map<string, Tally>();
  /** The epoch in whose window something bad was seen: there a good call too can make the least number of calls full. */
  private readonly uneasy = new Map<string, number>();
  private readonly ends = new Set<Promise<void>>();
  private reporting: Promise<void> | null = null;

  constructor(private readonly ports: BreakerPorts) {}

  async enter({ called: what }: GateRequest): Promise<GateAnswer> {
    const called = calledBy(what);
    if (called === null) return { passed: true, pass: UNCOUNTED };
    try {
      const standing = await this.standingOf(called.key);
      if (standing.state === 'closed') return { passed: true, pass: this.counted(called, standing.epoch) };
      return await this.notClosed(called, standing);
    } catch (cause) {
      // Nobody knows how it stands: the call itself will tell what the dependency is like.
      this.ports.logger.warn('breaker can not be asked', { key: called.key, cause });
      return { passed: true, pass: UNCOUNTED };
    }
  }

  /** Somebody else changed it. */
  forget(key: string): void {
    this.seen.delete(key);
  }

  /** Hands in what has been counted and is not reported yet. */
  async drain(): Promise<void> {
    await this.reporting;
    await Promise.all([this.report(), ...this.ends]);
  }

  private async notClosed(called: Called, { state, opensInMs }: BreakerStanding): Promise<GateAnswer> {
    const { key, policy, timeoutMs } = called;
    const chance = this.ports.random.next();
    const refusal = (waitMs: number) => ({ passed: false, by: 'breaker', id: key, waitMs }) as const;
    const spread = (waitMs: number) => refusal(Math.round(waitMs * (1 + chance * GATE_SPREAD)));
    if (state === 'isolated') return spread(BREAKER_POLL_MS);
    if (state === 'open' && (opensInMs ?? 0) > 0) return spread(Math.min(opensInMs ?? 0, BREAKER_POLL_MS));
    const probe = await this.ports.breakers.takeProbe(key, policy.probes, timeoutMs + PROBE_MARGIN_MS);
    if (state === 'open') this.changed(key);
    return probe === null
      ? refusal(Math.round(PROBE_POLL_MS + chance * Math.max(PROBE_POLL_MS, timeoutMs)))
      : { passed: true, pass: this.probing(called, probe) };
  }

  /** One question at a time for each breaker; callers that come meanwhile share its answer. */
  private async standingOf(key: string): Promise<BreakerStanding> {
    const known = this.seen.get(key);
    const ageMs = this.ports.clock.monotonicMs() - (known?.atMs ?? Number.NEGATIVE_INFINITY);
    if (known !== undefined && ageMs < BREAKER_CACHE_MS) return aged(known.standing, ageMs);
    let asking = this.asking.get(key);
    if (asking === undefined) {
      const atMs = this.ports.clock.monotonicMs();
      asking = this.ports.breakers
        .read(key)
        .then((standing) => {
          this.seen.set(key, { standing, atMs });
          return standing;
        })
        .finally(() => this.asking.delete(key));
      this.asking.set(key, asking);
    }
    return asking;
  }

  private counted(called: Called, epoch: number): Pass {
    return {
      settle: ({ verdict, latencyMs }) => {
        if (verdict === 'none') return;
        const at = `${called.key} ${epoch}`;
        const { counts, ...rest } = this.tallies.get(at) ?? { ...called, epoch, counts: NO_CALLS };
        const { calls, failures, slow } = counts;
        this.tallies.set(at, {
          ...rest,
          counts: {
            calls: calls + 1,
            failures: failures + (verdict === 'faulty' ? 1 : 0),
            slow: slow + (latencyMs > called.policy.slowCallMs ? 1 : 0),
          },
        });
        this.reporting ??= this.reportSoon();
      },
      abandon: () => {},
    };
  }

  private probing({ key, policy }: Called, probe: BreakerProbe): Pass {
    const end = async ({ verdict, latencyMs }: PassOutcome) => {
      const { breakers, random, logger } = this.ports;
      const slow = latencyMs > policy.slowCallMs;
      try {
        if (verdict === 'faulty' || (verdict === 'answered' && slow)) {
          const reason =
            verdict === 'faulty' ? 'A probe failed.' : `A probe took longer than ${policy.slowCallMs} ms.`;
          await breakers.settleProbe(probe, {
            verdict: 'faulty',
            reason,
            openMs: openForMs(policy, random.next()),
          });
        } else await breakers.settleProbe(probe, { verdict, needed: policy.probes });
        this.changed(key);
      } catch (cause) {
        logger.warn('probe of a breaker could not be settled; its lease runs out', { key, cause });
      }
    };
    const ending = (outcome: PassOutcome) => {
      const done: Promise<void> = end(outcome).finally(() => this.ends.delete(done));
      this.ends.add(done);
    };
    return { settle: ending, abandon: () => ending({ verdict: 'none', latencyMs: 0 }) };
  }

  private async reportSoon(): Promise<void> {
    await this.ports.clock.sleep(BREAKER_REPORT_MS);
    await this.report();
    this.reporting = this.tallies.size > 0 ? this.reportSoon() : null;
  }

  private async report(): Promise<void> {
    const { breakers, logger } = this.ports;
    const tallies = [...this.tallies.values()];
    this.tallies = new Map();
    if (tallies.length === 0) return;
    try {
      await breakers.report(
        tallies.map(({ key, epoch, counts }): BreakerReport => ({ key, epoch, ...counts })),
      );
      for (const tally of tallies) {
        if (tally.counts.failures + tally.counts.slow > 0) this.uneasy.set(tally.key, tally.epoch);
        if (this.uneasy.get(tally.key) === tally.epoch) await this.openIfDue(tally);
      }
    } catch (cause) {
      // Counts are for seconds, not for the books: those of an outage are given up.
      logger.warn('calls could not be reported to their breakers', { cause });
    }
  }

  private async openIfDue({ key, epoch, policy }: Tally): Promise<void> {
    const { breakers, random, logger } = this.ports;
    const counts = await breakers.countsOf(key, epoch, policy.window);
    const trip = tripOf(counts, policy);
    if (trip !== null || counts.failures + counts.slow === 0) this.uneasy.delete(key);
    if (trip === null) return;
    const reason = tripReason(trip, counts, policy);
    if (!(await breakers.open(key, epoch, { openMs: openForMs(policy, random.next()), reason, counts })))
      return;
    logger.warn('breaker opened', { key, reason });
    this.changed(key);
  }

  private changed(key: string): void {
    this.seen.delete(key);
    this.ports.changes.publish([{ topic: 'breakers', id: key }]);
  }
}

const UNCOUNTED: Pass = { settle: () => {}, abandon: () => {} };

/** null: the address can't be told before the call, so nothing is held against it. */
function calledBy(called: GateRequest['called']): Called | null {
  if (called.kind === 'model') {
    const { name, definition } = called.model;
    const { timeoutMs, breaker } = definition;
    return {
      key: breakerKey({ kind: 'model', name }),
      policy: breakerPolicyOf(breaker, timeoutMs),
      timeoutMs,
    };
  }
  const { name, definition } = called.tool;
  const endpoint = definition.http === undefined ? null : endpointOf(definition.http.url);
  if (endpoint === null) return null;
  const { timeoutMs, breaker } = definition;
  return {
    key: breakerKey({ kind: 'tool', name, endpoint }),
    policy: breakerPolicyOf(breaker, timeoutMs),
    timeoutMs,
  };
}

function aged(standing: BreakerStanding, ageMs: number): BreakerStanding {
  const { opensInMs } = standing;
  return opensInMs === null ? standing : { ...standing, opensInMs: Math.max(0, opensInMs - ageMs) };
}
