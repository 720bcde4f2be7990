// The program of `npm run audit:verify`: an exported record or the evidence of a run by itself, or the database of this installation. Ends with 0 only where all is whole.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { readEnvironment } from '../launch/environment';
import { reportFailure, StepFailed, say } from '../launch/report';
import { saidVerdict } from './said-verdict';
import { isEvidence, verifyEvidence } from './verify-evidence';
import { verifyFile } from './verify-file';

const USAGE = 'npm run audit:verify [-- --file EXPORT.jsonl] [--head HASH]';
const DIGEST = /^[0-9a-f]{64}$/;

function asked(): { readonly file: string | undefined; readonly head: string | undefined } {
  try {
    const { values } = parseArgs({ options: { file: { type: 'string' }, head: { type: 'string' } } });
    const head = values.head?.trim().toLowerCase();
    if (head !== undefined && !DIGEST.test(head)) throw new StepFailed('A head has 64 hex digits', USAGE);
    return { file: values.file, head };
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    throw new StepFailed(error instanceof Error ? error.message : String(error), USAGE);
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw new StepFailed(`${path} can not be read: ${error instanceof Error ? error.message : error}`, USAGE);
  }
}

async function checkFile(file: string, options: Parameters<typeof verifyFile>[1]) {
  for await (const line of linesOf(file))
    return isEvidence(line)
      ? verifyEvidence(linesOf(file), options)
      : saidVerdict(await verifyFile(linesOf(file), options));
  throw new StepFailed(`${file} is empty`, USAGE);
}

async function main(): Promise<number> {
  try {
    const { file, head } = asked();
    if (file === undefined) {
      const { verifyDatabase } = await import('./verify-database');
      return (await verifyDatabase(readEnvironment(), head)) ? 0 : 1;
    }
    const { ok, lines } = await checkFile(file, { hash: sha256Hex, expectedHead: head });
    for (const line of lines) say(line);
    return ok ? 0 : 1;
  } catch (error) {
    return reportFailure(error);
  }
}

process.exit(await main());
