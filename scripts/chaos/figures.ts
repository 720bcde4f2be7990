// What happened in a chaos, counted from the journals: claims, recoveries, takeovers, look-ups, replays, what people settled.

import { DEFERRAL_CAUSES } from '../../lib/domain/deferral';
import { TERMINAL_RUN_STATUSES } from '../../lib/domain/run';
import type { RunState } from '../../lib/domain/run-state';
import { decodeRow } from '../../lib/runtime/decode-row';
import { foldRow } from '../../lib/runtime/fold';
import { refusedContactsOf } from './audit-contacts';
import { chargedOf } from './audit-spend';
import { BULKHEADS } from './catalog';
import type { Outcome } from './chaos';
import { FAULT_KINDS } from './plan';
import { TOOLS } from './planned-run';

export type Figures = Readonly<Record<string, number>>;

export function injectedOf({ faults, lostAnswers, receiver, crew }: Outcome): Figures {
  return {
    ...Object.fromEntries(FAULT_KINDS.map((kind) => [kind, faults.injected[kind]])),
    'put off for good (two workers have to be left)': faults.skipped,
    'connections terminated': faults.backendsTerminated,
    'answers to commits lost': lostAnswers,
    'receiver refused': receiver.mischief.refused,
    'receiver lost its reply': receiver.mischief.repliesLost,
    'receiver replied too late': receiver.mischief.repliesLate,
    'receiver refused while it was down': receiver.mischief.refusedWhileDown,
    'processes ended by a step': crew.poisoned,
  };
}

export function befellOf({ evidence, people, operator, treasurer, door }: Outcome): Figures {
  const counts = {
    'journal rows': 0,
    claims: 0,
    'steps found in doubt by a new owner': 0,
    'calls sent again': 0,
    'look-ups by key': 0,
    'results found by look-up': 0,
    'results replayed from the ledger': 0,
  };
  const putOff = Object.fromEntries(DEFERRAL_CAUSES.map((cause) => [`put off: ${cause}`, 0]));
  for (const rows of evidence.journals.values()) {
    let state: RunState | null = null;
    for (const row of rows) {
      const { kind, payload } = decodeRow(row);
      counts['journal rows'] += 1;
      if (kind === 'claim') {
        counts.claims += 1;
        counts['steps found in doubt by a new owner'] +=
          state?.steps.filter(({ status }) => status === 'running').length ?? 0;
      }
      if (kind === 'intent' && payload.type === 'tool') {
        if (payload.mode === 'look_up') counts['look-ups by key'] += 1;
        else if (payload.attempt > 1) counts['calls sent again'] += 1;
      }
      if (kind === 'result' && payload.type === 'tool' && payload.outcome === 'succeeded') {
        if (payload.source === 'look_up') counts['results found by look-up'] += 1;
        if (payload.source === 'ledger') counts['results replayed from the ledger'] += 1;
      }
      if (kind === 'fact' && payload.type === 'deferred') {
        const name = `put off: ${payload.by}`;
        putOff[name] = (putOff[name] ?? 0) + 1;
      }
      state = foldRow(state, row);
    }
  }
  const { approved, happened, didNotHappen, redriven, undone, undoneAlready } = operator.acts;
  const { paused, cancelled, eventsForWaits, eventsBeforeTheirWait } = people.acts;
  const { breakerChanges, letters } = evidence.records;
  const changes = (to: string) => breakerChanges.filter((change) => change.to === to).length;
  return {
    ...counts,
    ...putOff,
    ...Object.fromEntries(
      Object.entries(BULKHEADS).map(([place, limit]) => [
        `at once at ${place} (at most ${limit})`,
        evidence.atOnce.get(place) ?? 0,
      ]),
    ),
    'visits to a resource, one effect at a time': evidence.visits.length,
    'breakers opened': changes('open'),
    'breakers closed again': changes('closed'),
    'contacts made': evidence.happened.filter(({ tool }) => tool === TOOLS.contact).length,
    'contacts refused': refusedContactsOf(evidence).length,
    'times a budget was raised': treasurer.acts.raised,
    'runs that waited for it when it was raised': treasurer.acts.waiting,
    'events for a run that waited': eventsForWaits,
    'events before their wait': eventsBeforeTheirWait,
    'calls approved by a person': approved,
    'unknown outcomes settled: it happened': happened,
    'unknown outcomes settled: it did not': didNotHappen,
    'runs paused and resumed': paused,
    'runs cancelled': cancelled,
    'runs undone for people, who asked at once': undone,
    'undoing refused, since it was undone': undoneAlready,
    'steps that ended their processes, as dead letters': letters.filter(({ code }) => code === 'poison_step')
      .length,
    'failed runs redriven': redriven,
    'requests asked again': door.askedAgain,
  };
}

export function endsOf({ evidence }: Outcome): Figures {
  const heads = [...evidence.heads.values()];
  const of = (status: string) => heads.filter((head) => head.status === status).length;
  return {
    'runs accepted': evidence.accepted.length,
    succeeded: of('succeeded'),
    failed: of('failed'),
    cancelled: of('cancelled'),
    'not ended': heads.filter(({ status }) => !TERMINAL_RUN_STATUSES.has(status)).length,
    'runs that undid others': heads.filter(({ trigger }) => trigger.kind === 'compensation').length,
    'effects at the receivers': evidence.happened.length,
    'of them undoing others': evidence.happened.filter(({ tool }) => tool === TOOLS.release).length,
    'rows of the ledger': evidence.ledger.length,
    'micro-USD spent': evidence.records.budgets.find(({ scope }) => scope === 'global')?.spentMicroUsd ?? 0,
    'micro-USD that the provider charged': chargedOf(evidence, () => true),
  };
}
