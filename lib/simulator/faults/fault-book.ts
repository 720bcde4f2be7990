// Knows the rules in force and keeps them over a restart; refuses to alter one that stands.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FAULT_PROFILES, PROFILE_NAMES, type ProfileName } from './fault-profiles';
import { type FaultRule, faultRuleSchema } from './fault-rule';

const stateSchema = z.strictObject({
  /** The next rule's number; a number is never given twice between two resets. */
  nextRule: z.int().positive(),
  rules: z.array(z.strictObject({ id: z.string(), rule: faultRuleSchema })),
  profile: z.enum(PROFILE_NAMES).nullable(),
  /** Spreads the faults; null: the simulator's own seed. */
  seed: z.string().nullable(),
});
type State = z.infer<typeof stateSchema>;

const EMPTY: State = { nextRule: 1, rules: [], profile: null, seed: null };

export interface FaultBookView {
  seed: string;
  profile: ProfileName | null;
  rules: (FaultRule & { id: string })[];
}

function read(path: string): State {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return EMPTY;
    throw error;
  }
  return stateSchema.parse(JSON.parse(text));
}

export class FaultBook {
  private readonly path: string;
  private state: State;

  constructor(
    directory: string,
    private readonly ownSeed: string,
  ) {
    this.path = join(directory, 'faults.json');
    this.state = read(this.path);
  }

  private keep(state: State): void {
    const draft = `${this.path}.new`;
    writeFileSync(draft, JSON.stringify(state));
    renameSync(draft, this.path);
    this.state = state;
  }

  seed(): string {
    return this.state.seed ?? this.ownSeed;
  }

  /** Rules that were posted come first, then those of the profile; the first that matches wins. */
  rules(): readonly FaultRule[] {
    const { profile, rules } = this.state;
    return [...rules.map((entry) => entry.rule), ...(profile === null ? [] : FAULT_PROFILES[profile])];
  }

  add(rules: readonly FaultRule[]): void {
    const { nextRule } = this.state;
    const added = rules.map((rule, index) => ({ id: `rule-${nextRule + index}`, rule }));
    this.keep({
      ...this.state,
      nextRule: nextRule + rules.length,
      rules: [...this.state.rules, ...added],
    });
  }

  /** False when no rule has that id. */
  remove(id: string): boolean {
    const rules = this.state.rules.filter((entry) => entry.id !== id);
    if (rules.length === this.state.rules.length) return false;
    this.keep({ ...this.state, rules });
    return true;
  }

  setProfile(profile: ProfileName | null, seed: string | null): void {
    this.keep({ ...this.state, profile, seed });
  }

  /** Removes all rules and the profile. */
  removeAll(): void {
    this.keep({ ...this.state, rules: [], profile: null, seed: null });
  }

  reset(): void {
    rmSync(this.path, { force: true });
    this.state = EMPTY;
  }

  view(): FaultBookView {
    return {
      seed: this.seed(),
      profile: this.state.profile,
      rules: this.state.rules.map(({ id, rule }) => ({ id, ...rule })),
    };
  }
}
