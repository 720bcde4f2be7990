// Holds each commit to its promises at the moment it is answered: none after a takeover, none that does not stand, each exit as the journal says.
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { CommitOutcome, RunCommit } from '@/lib/ports/run-store';
import { sha256 } from '@/lib/ports/testing/sha256';
import { letGo } from '../../let-go';
import { restored } from '../../restore';
import { summaryOf } from '../../run-summary';
import { tailOf } from '../memory-tail';
import type { LivingProcess } from './living-process';
import { watchParking } from './outside';
import { rowsInWords } from './trace';

export class CommitWatch {
  constructor(private readonly process: LivingProcess) {}

  async commit(commit: RunCommit): Promise<CommitOutcome> {
    const { memory, store, findings, trace } = this.process.world;
    const { name } = this.process;
    const { runId, rows, fence } = commit;
    const before = memory.runs.get(runId);
    const fenceBefore = before?.fence;
    const head = rows[0];
    const wasTaken = head !== undefined && before?.rows[head.seq - 1]?.hash === head.hash;
    const outcome = await store.commit(commit);
    trace.say(
      name,
      () => `commits ${runId}: ${rowsInWords(rows) || 'no rows'} → ${outcomeInWords(commit, outcome)}`,
    );
    if (outcome.status === 'fenced') {
      findings.refusedCommits += 1;
      return outcome;
    }
    if (wasTaken) return outcome;
    findings.steps += 1;
    this.process.world.budget.look();
    if (fenceBefore !== fence) {
      const how = `${name} committed to ${trace.nameOf(runId)} under fence ${fence}, which stood at ${fenceBefore}`;
      findings.violated('no commit after a takeover', how);
    }
    this.watchStanding(commit);
    if (rows.some(({ kind }) => kind === 'snapshot')) this.watchSnapshot(runId);
    if (commit.exit !== null && outcome.exited) this.watchExit(commit);
    return outcome;
  }

  private watchStanding({ runId, rows }: RunCommit): void {
    const { memory, findings, trace } = this.process.world;
    const journal = memory.runs.get(runId)?.rows ?? [];
    const lost = rows.filter((row) => journal[row.seq - 1]?.hash !== row.hash);
    if (lost.length === 0) return;
    const how = `row ${lost[0]?.seq} of ${trace.nameOf(runId)} does not stand`;
    findings.violated('what is acknowledged stands in the journal', how);
  }

  private watchSnapshot(runId: string): void {
    const { memory, findings, trace } = this.process.world;
    const whole = this.process.world.stateOf(runId);
    if (whole === null) return;
    findings.snapshots += 1;
    const short = restored(tailOf(memory.runs.get(runId)?.rows ?? []), sha256);
    if (short !== null && canonicalJson(letGo(short)) === canonicalJson(letGo(whole))) return;
    findings.violated(
      'a snapshot is the state at its row',
      `${trace.nameOf(runId)} ${short === null ? 'can not be read' : 'differs'} from row ${whole.seq} on`,
    );
  }

  private watchExit({ runId, exit }: RunCommit): void {
    const { findings, trace } = this.process.world;
    const state = this.process.world.stateOf(runId);
    if (exit !== null) watchParking(this.process.world, runId, exit);
    if (exit === null || state === null || canonicalJson(summaryOf(state)) === canonicalJson(exit.summary))
      return;
    findings.violated(
      'the state is the fold of the journal',
      `${trace.nameOf(runId)} left with another summary`,
    );
  }
}

function outcomeInWords({ exit }: RunCommit, outcome: CommitOutcome): string {
  if (outcome.status === 'fenced') return 'refused: another owns the run';
  const claims = outcome.claims.map(({ status }) => status);
  const said = claims.length === 0 ? 'taken' : `taken, ledger says ${claims.join(', ')}`;
  if (exit === null) return said;
  if (!outcome.exited) return `${said}; not parked, there is news`;
  switch (exit.kind) {
    case 'park':
      return `${said}; parked for ${exit.waiting.reason}`;
    case 'end':
      return `${said}; ended`;
    case 'release':
      return `${said}; released`;
  }
}
