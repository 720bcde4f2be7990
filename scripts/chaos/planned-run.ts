// Knows what one run of a chaos does: five calls of all effect classes, and what people and the world do to it meanwhile.
import type { SeededRandom } from '../../lib/runtime/testing/simulation/seeded-random';

export const TOOLS = {
  look: 'orders.look',
  note: 'notes.add',
  refund: 'refunds.pay',
  ship: 'parcels.ship',
  grant: 'grants.give',
  letter: 'letters.send',
  label: 'labels.print',
  contact: 'contacts.write',
  ticket: 'tickets.open',
  reply: 'replies.await',
  hold: 'holds.place',
  release: 'holds.release',
  pill: 'pills.take',
} as const;
export type ToolName = (typeof TOOLS)[keyof typeof TOOLS];

/** Nothing happens at a receiver when these are called. */
export const WITHOUT_EFFECT: ReadonlySet<string> = new Set([TOOLS.look, TOOLS.reply]);

/** `number` tells calls of one tool in one run apart; with `ref` and the tool it is what happens in the world, whatever the key. */
export type PlannedCall = {
  readonly tool: ToolName;
  readonly ref: string;
  readonly number: number;
  /** What a ticket is about, or whom a contact reaches: several runs may mean the same. */
  readonly mail?: string;
};
export type PlannedRun = {
  readonly ref: string;
  readonly atMs: number;
  readonly calls: readonly PlannedCall[];
  /** The last two calls come in one answer of the model. */
  readonly together: boolean;
  /** few: of the agent that may have only some of its runs at work. */
  readonly of: 'many' | 'few';
  /** Its calls are paid from the purse that is too small. */
  readonly fromSmallPurse: boolean;
  /** undo: by two people at once, when it has ended. */
  readonly told: 'nothing' | 'pause' | 'cancel' | 'undo';
  /** Its agent undoes what it did where it is cancelled or fails. */
  readonly undoesItself: boolean;
  /** When what it waits for happens, from its start on; null where it waits for nothing. */
  readonly eventAfterMs: number | null;
};

export const identityOf = ({ tool, ref, number }: { tool: string; ref: string; number: number }) =>
  `${tool} ${ref} ${number}`;

/** The call that undoes one; null where nothing does. */
export const undoOf = (call: PlannedCall): PlannedCall | null =>
  call.tool === TOOLS.hold ? { ...call, tool: TOOLS.release } : null;

export const plans = ({ calls }: PlannedRun, tool: ToolName): boolean =>
  calls.some((call) => call.tool === tool);

const CLUMP_MS = 5_000;
const FIRST_PILL = 5;
/** So many runs write to one customer, and so many of the agent with few places come at once. */
const IN_COMPANY = 4;
const LATEST_EVENT_MS = 15_000;

/** In clumps, so that many are under way when something happens; who competes for the same comes together. Every fourth sends a letter, one in fifty takes the pill. */
export function plannedRun(i: number, forMs: number, random: SeededRandom): PlannedRun {
  const ref = `R-${String(i + 1).padStart(4, '0')}`;
  const company = Math.floor(i / (5 * IN_COMPANY));
  const tool = thirdOf(i);
  const isPill = tool === TOOLS.pill;
  const isFew = i % 5 === 0 && !isPill;
  const isContact = tool === TOOLS.contact;
  const third = { tool, ref, ...(isContact ? { mail: `C-${company}` } : {}) };
  const clumps = Math.max(1, Math.floor(forMs / CLUMP_MS));
  const anyClump = Math.floor(random.next() * clumps);
  const theirs = isFew || isContact ? (company * 7) % clumps : anyClump;
  const clump = i === FIRST_PILL ? 0 : theirs; // what ends four processes takes longest
  const one = (tool: ToolName) => ({ tool, ref });
  const first = i % 2 === 0 ? one(TOOLS.label) : { ...one(TOOLS.ticket), mail: `M-${clump}` };
  const second = one(i % 4 === 3 ? TOOLS.letter : random.pick([TOOLS.note, TOOLS.refund]));
  const middle = random.shuffled([first, second, third]);
  const calls: readonly PlannedCall[] = [
    { tool: TOOLS.look, ref, number: 1 },
    ...middle.map((call, at) => ({ ...call, number: at + 2 })),
    { tool: TOOLS.ship, ref: `P-${String(Math.floor(i / 2) + 1).padStart(4, '0')}`, number: 5 },
  ];
  const undoesItself = i % 10 === 7;
  const byChance = random.chance(0.1) ? 'pause' : random.chance(0.05) ? 'cancel' : 'nothing';
  const isLeftAlone = isPill || isContact;
  const told = isLeftAlone ? 'nothing' : undoesItself ? 'cancel' : i % 10 === 2 ? 'undo' : byChance;
  const eventAfterMs = random.int(0, Math.min(LATEST_EVENT_MS, forMs / 2));
  return {
    ref,
    atMs: clump * CLUMP_MS + random.int(0, 500),
    calls,
    together: random.chance(0.3),
    of: isFew ? 'few' : 'many',
    fromSmallPurse: i % 3 === 1,
    told,
    undoesItself,
    eventAfterMs: third.tool === TOOLS.reply ? eventAfterMs : null,
  };
}

function thirdOf(i: number): ToolName {
  if (i % 50 === FIRST_PILL) return TOOLS.pill;
  if (i % 5 === 1) return TOOLS.reply;
  if (i % 5 === 2) return TOOLS.hold;
  if (i % 5 === 3) return TOOLS.contact;
  return i % 5 === 4 ? TOOLS.grant : TOOLS.refund;
}

/** Calls of what failed for a while, and of what everybody needs. */
export function closingRun(): PlannedRun {
  const ref = 'R-last';
  const calls = [TOOLS.look, TOOLS.label, TOOLS.note].map((tool, at) => ({ tool, ref, number: at + 1 }));
  return {
    ref,
    atMs: 0,
    calls,
    together: false,
    of: 'many',
    fromSmallPurse: true,
    told: 'nothing',
    undoesItself: false,
    eventAfterMs: null,
  };
}
