// Secrets that stand outside of the vault: in variables named for it, and in the files of one directory. Reads nothing beyond either.
import { constants } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { CodedError } from '../../domain/errors';
import { secretName } from '../../domain/names';
import { MIN_SECRET_LENGTH } from '../../guard/redaction';

export type OutsideSource = 'variable' | 'file';
export type OutsideSecret = { readonly value: string; readonly source: OutsideSource };

/** As many bytes as the longest value of the vault may have. */
const MOST_BYTES = 65_536;

export type OutsideSecretsOptions = {
  /** By the secret's name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Undefined: no files. */
  readonly directory: string | undefined;
};

export class OutsideSecrets {
  constructor(private readonly options: OutsideSecretsOptions) {}

  /** As it is now: a file that was replaced is read anew. Null for a name that is not given. @throws CodedError secret_ambiguous, secret_unreadable (fatal). */
  async read(name: string): Promise<OutsideSecret | null> {
    const { variables } = this.options;
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const file = await this.readFile(name);
    if (variable !== undefined && file !== null) throw ambiguous(name, 'a variable and a file');
    if (variable !== undefined) return { value: variable, source: 'variable' };
    return file === null ? null : { value: file, source: 'file' };
  }

  /** Every name that is given, in order. @throws CodedError secret_unreadable when the directory can't be listed. */
  async names(): Promise<readonly string[]> {
    const { variables, directory } = this.options;
    const files = directory === undefined ? [] : await listed(directory);
    return [...new Set([...Object.keys(variables), ...files])].sort();
  }

  private async readFile(name: string): Promise<string | null> {
    const { directory } = this.options;
    if (directory === undefined || !secretName.safeParse(name).success) return null;
    // Mounts of Kubernetes are links within the directory; one that leads out of it is followed nowhere.
    const path = await existing(join(directory, name), name);
    if (path === null) return null;
    const within = await existing(directory, name);
    if (within === null || !path.startsWith(within + sep))
      throw unreadable(name, 'it leads out of its directory');
    return contentOf(path, name);
  }
}

export function ambiguous(name: string, sources: string): CodedError {
  const message = `the secret ${name} is given by ${sources}: which one is meant can not be known`;
  return new CodedError('secret_ambiguous', 'fatal', message);
}

function unreadable(name: string, why: string, cause?: unknown): CodedError {
  return new CodedError(
    'secret_unreadable',
    'fatal',
    `the file of the secret ${name} can not be read: ${why}`,
    { cause },
  );
}

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

async function listed(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => secretName.safeParse(name).success);
  } catch (cause) {
    throw new CodedError('secret_unreadable', 'fatal', 'the directory of secrets can not be listed', {
      cause,
    });
  }
}

async function existing(path: string, name: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw unreadable(name, String(codeOf(cause)), cause);
  }
}

async function contentOf(path: string, name: string): Promise<string> {
  // What was resolved is opened, and no link that took its place meanwhile. A pipe would never end.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((cause: unknown) => {
    throw unreadable(name, String(codeOf(cause)), cause);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw unreadable(name, 'it is no file');
    if (stats.size > MOST_BYTES) throw unreadable(name, `it has more than ${MOST_BYTES} bytes`);
    // Editors and `echo` end a file with a line break that nobody means.
    const value = (await file.readFile('utf8')).replace(/\r?\n$/, '');
    if (value.length < MIN_SECRET_LENGTH)
      throw unreadable(
        name,
        `it has fewer than ${MIN_SECRET_LENGTH} characters, which can't be told from ordinary text`,
      );
    return value;
  } finally {
    await file.close();
  }
}
