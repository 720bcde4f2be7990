// Where sealed secrets are kept; knows names, versions and envelopes, never a value.

export type SealedSecret = {
  readonly name: string;
  /** Dense from 1; the highest is the one in force. */
  readonly version: number;
  /** As the sealing adapter wrote it; it opens only under this name and version. */
  readonly envelope: Uint8Array;
};

export interface SecretVault {
  /** The version in force, or null when there is none of that name. */
  read(name: string): Promise<SealedSecret | null>;
  /** The version in force and the one before it, newest first; empty when there is none of that name. */
  latest(name: string): Promise<readonly SealedSecret[]>;
  /** Every version of every secret that is still kept: values that were replaced must not show up in records either. */
  all(): Promise<readonly SealedSecret[]>;
}
