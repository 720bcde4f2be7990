// What attempts at deliveries are made with, and how one was answered.
import 'server-only';
import type { MailSender } from '../../adapters/channels/mail-sender';
import type { EgressClient } from '../../adapters/egress/egress-client';
import type { LiveRedactor } from '../../adapters/secrets/live-redactor';
import type { VaultSecretReader } from '../../adapters/secrets/vault-secret-reader';
import type { Clock, Random } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Logger } from '../../ports/logger';
import type { Hints } from '../../store/notify';
import type { EventParts } from './callback-body';

export type DelivererParts = EventParts & {
  readonly secrets: Pick<VaultSecretReader, 'read' | 'readLatest'>;
  readonly egress: EgressClient;
  readonly mail: MailSender;
  readonly redactor: LiveRedactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly changes: Pick<Hints, 'publish'>;
  readonly logger: Logger;
};

/** How an attempt was answered. */
export type Sent = {
  readonly accepted: boolean;
  /** Of HTTP or SMTP; null where it gave none. */
  readonly status: number | null;
  /** What went wrong, or what else is to know of what was accepted. */
  readonly words: string | null;
  readonly retryAfterMs: number | null;
  /** Another attempt would be refused as well. */
  readonly final: boolean;
  /** Whom a mail server took it for in this attempt; null where the receiver names nobody. */
  readonly told: readonly string[] | null;
  /** Recipients who do not have it yet, where it was taken for the others now; null: it was taken for everybody asked, or for nobody. */
  readonly owed: readonly string[] | null;
};
