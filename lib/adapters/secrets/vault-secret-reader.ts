// Opens stored secrets, or reads those that are given from outside, at the moment of their use; hands no value out before the redactor knows it.
import { CodedError, StoreUnavailableError } from '../../domain/errors';
import type { SealedSecret, SecretVault } from '../../ports/secret-vault';
import type { SecretReader } from '../../ports/secrets';
import type { LiveRedactor } from './live-redactor';
import type { MasterKey } from './master-key';
import { ambiguous, type OutsideSecrets, type OutsideSource } from './outside-secrets';
import { openSecret } from './sealing';

export type VaultSecretReaderOptions = {
  readonly vault: SecretVault;
  readonly masterKey: MasterKey;
  readonly redactor: Pick<LiveRedactor, 'learn'>;
  readonly outside?: OutsideSecrets;
};

export type GivenSource = {
  readonly name: string;
  readonly sources: readonly OutsideSource[];
  readonly problem: { readonly code: string; readonly message: string } | null;
};

export class VaultSecretReader implements SecretReader {
  constructor(private readonly options: VaultSecretReaderOptions) {}

  /**
   * @throws CodedError secret_missing, secret_unreadable, secret_ambiguous (two sources; fatal), secret_unavailable (retryable: the vault failed otherwise).
   * @throws StoreUnavailableError as it came, while the vault's store is away.
   */
  async read(name: string): Promise<string> {
    const given = await this.given(name);
    const sealed = await this.ask(name, () => this.options.vault.read(name));
    if (sealed !== null && given !== null) throw ambiguous(name, `the vault and a ${given.source}`);
    if (given !== null) return given.value;
    if (sealed === null) throw missing(name);
    const value = openSecret(sealed, this.options.masterKey);
    this.options.redactor.learn([{ name, value }]);
    return value;
  }

  /**
   * The value in force and, where there is one that can be opened, the one before it: a receiver that changes its secret knows one of the two.
   * @throws as `read`.
   */
  async readLatest(name: string): Promise<readonly [string, ...string[]]> {
    const given = await this.given(name);
    const [current, ...earlier] = await this.ask(name, () => this.options.vault.latest(name));
    if (current !== undefined && given !== null) throw ambiguous(name, `the vault and a ${given.source}`);
    if (given !== null) return [given.value];
    if (current === undefined) throw missing(name);
    const values: [string, ...string[]] = [openSecret(current, this.options.masterKey)];
    for (const sealed of earlier) {
      const value = this.opened(sealed);
      if (value !== null) values.push(value);
    }
    this.options.redactor.learn(values.map((value) => ({ name, value })));
    return values;
  }

  /**
   * Teaches the redactor every stored value: at the start, and at intervals for what other replicas have put.
   * @returns the names of secrets that can't be opened; nothing of them can be sent, so nothing of them can leak.
   */
  async registerAll(): Promise<readonly string[]> {
    const unreadable = new Set<string>();
    const opened = (await this.options.vault.all()).flatMap((sealed) => {
      const value = this.opened(sealed);
      if (value === null) unreadable.add(sealed.name);
      return value === null ? [] : [{ name: sealed.name, value }];
    });
    this.options.redactor.learn(opened);
    for (const name of await this.givenNames()) {
      // Learns the value; that there is another one in the vault makes it no less a secret.
      const isRead = await this.read(name).then(
        () => true,
        () => false,
      );
      if (!isRead) unreadable.add(name);
    }
    return [...unreadable];
  }

  /** Whether it is given from outside, and by what; such a name is not put into the vault as well. */
  async sourceOf(name: string): Promise<'variable' | 'file' | null> {
    try {
      return (await this.given(name))?.source ?? null;
    } catch (cause) {
      // It is there and can't be used as it is.
      if (cause instanceof CodedError) return 'file';
      throw cause;
    }
  }

  /**
   * Each name that is given from outside, in order; what is there and can't be used as it is has the reason. Values are learned and kept.
   * @throws CodedError secret_unreadable when the directory can't be listed.
   */
  async givenSources(): Promise<readonly GivenSource[]> {
    const found: GivenSource[] = [];
    for (const name of await this.givenNames()) {
      try {
        const given = await this.given(name);
        if (given !== null) found.push({ name, sources: [given.source], problem: null });
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause;
        const { code, message } = cause;
        const sources = code === 'secret_ambiguous' ? (['variable', 'file'] as const) : (['file'] as const);
        found.push({ name, sources, problem: { code, message } });
      }
    }
    return found;
  }

  private async givenNames(): Promise<readonly string[]> {
    return (await this.options.outside?.names()) ?? [];
  }

  private async given(name: string) {
    const found = (await this.options.outside?.read(name)) ?? null;
    if (found !== null) this.options.redactor.learn([{ name, value: found.value }]);
    return found;
  }

  /** Null for one that can't be opened with this master key. */
  private opened(sealed: SealedSecret): string | null {
    try {
      return openSecret(sealed, this.options.masterKey);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return null;
    }
  }

  private async ask<T>(name: string, asked: () => Promise<T>): Promise<T> {
    try {
      return await asked();
    } catch (cause) {
      // The store's own word: whoever asked knows by it that nothing was sent, and counts no attempt.
      if (cause instanceof StoreUnavailableError) throw cause;
      const message = `the secret ${name} could not be read from the vault`;
      throw new CodedError('secret_unavailable', 'retryable', message, { cause });
    }
  }
}

function missing(name: string): CodedError {
  return new CodedError('secret_missing', 'fatal', `there is no secret ${name}`);
}
