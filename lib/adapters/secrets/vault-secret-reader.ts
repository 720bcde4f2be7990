// Opens stored secrets at the moment of their use; hands no value out before the redactor knows it.
import { CodedError, StoreUnavailableError } from '../../domain/errors';
import type { SealedSecret, SecretVault } from '../../ports/secret-vault';
import type { SecretReader } from '../../ports/secrets';
import type { LiveRedactor } from './live-redactor';
import type { MasterKey } from './master-key';
import { openSecret } from './sealing';

export type VaultSecretReaderOptions = {
  readonly vault: SecretVault;
  readonly masterKey: MasterKey;
  readonly redactor: Pick<LiveRedactor, 'learn'>;
};

export class VaultSecretReader implements SecretReader {
  constructor(private readonly options: VaultSecretReaderOptions) {}

  /**
   * @throws CodedError secret_missing, secret_unreadable (fatal), secret_unavailable (retryable: the vault failed otherwise).
   * @throws StoreUnavailableError as it came, while the vault's store is away.
   */
  async read(name: string): Promise<string> {
    const sealed = await this.find(name);
    if (sealed === null) throw new CodedError('secret_missing', 'fatal', `there is no secret ${name}`);
    const value = openSecret(sealed, this.options.masterKey);
    this.options.redactor.learn([{ name, value }]);
    return value;
  }

  /**
   * Teaches the redactor every stored value: at the start, and at intervals for what other replicas have put.
   * @returns the names of secrets that can't be opened; nothing of them can be sent, so nothing of them can leak.
   */
  async registerAll(): Promise<readonly string[]> {
    const unreadable = new Set<string>();
    const opened = (await this.options.vault.all()).flatMap((sealed) => {
      try {
        return [{ name: sealed.name, value: openSecret(sealed, this.options.masterKey) }];
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        unreadable.add(sealed.name);
        return [];
      }
    });
    this.options.redactor.learn(opened);
    return [...unreadable];
  }

  private async find(name: string): Promise<SealedSecret | null> {
    try {
      return await this.options.vault.read(name);
    } catch (cause) {
      // The store's own word: whoever asked knows by it that nothing was sent, and counts no attempt.
      if (cause instanceof StoreUnavailableError) throw cause;
      const message = `the secret ${name} could not be read from the vault`;
      throw new CodedError('secret_unavailable', 'retryable', message, { cause });
    }
  }
}
