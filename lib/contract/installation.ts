// This installation on the wire: what it is called, what it runs as, whom to ask.
import { z } from 'zod';
import { hostName } from '../domain/host-name';
import { ROLES, role } from '../domain/principal';
import { timestamp } from './page';

/** Acts before which a person may have to prove again who they are. */
export const PROOF_ACTS = [
  'approvals.decide',
  'halt.lift',
  'keys.create',
  'people.change',
  'settings.change',
  'policies.publish',
  'runs.erase',
] as const;
export type ProofAct = (typeof PROOF_ACTS)[number];

/** With these any other could be got around: by taking its name off, by a key, by a person made for it. */
const WAYS_AROUND: readonly ProofAct[] = ['keys.create', 'people.change', 'settings.change'];

/** Whether an act needs a fresh proof where `named` are chosen: a chosen one brings along what would be the way around it. */
export function needsProof(named: readonly ProofAct[], act: ProofAct): boolean {
  return named.includes(act) || (named.length > 0 && WAYS_AROUND.includes(act));
}

/** How the attention of those who decide is looked after. */
const attentionRules = {
  /** Of the calls that people decide, for how many one is planted that can never be sent; 0: none. */
  plantedShare: z.number().min(0).max(0.2),
  /** A reviewer whose score of considered approvals is below approves one by one, and each approval of theirs needs a second person. */
  consideredLeast: z.number().min(0).max(1),
};

const proofRules = {
  /** Roles that need a second factor where they sign in with a password. */
  secondFactorRoles: z.array(role),
  /** As chosen; where any is, what would be the way around it needs a proof as well. */
  reauthenticateFor: z.array(z.enum(PROOF_ACTS)),
  /** Of decisions only those on an amount above this, in the tool's own unit; null: every decision. */
  reauthenticateAbove: z.number().nullable(),
  /** By unit, in the place of the amount above: {"EUR": 500}. */
  reauthenticateAboveUnit: z.record(z.string(), z.number()),
  /** How long such a proof counts, and how long a sign-in does. */
  reauthenticateMinutes: z.number().int(),
};

/** More is no list that anybody reads. */
export const LINK_HOSTS_MOST = 100;

export const settingsShape = z.strictObject({
  /** Shown in the console's rail; null: the address that people use. */
  displayName: z.string().nullable(),
  /** In which the days and months of budgets begin: an IANA name. */
  zone: z.string(),
  ...proofRules,
  ...attentionRules,
  /** Hosts that a link in a model's text may lead to; each other address is drawn as text. */
  linkHosts: z.array(z.string()),
  /** 0 while nothing was said. */
  version: z.number().int(),
});
export type SettingsShape = z.infer<typeof settingsShape>;

export const putSettingsBody = z.strictObject({
  /** Null takes it away. */
  displayName: z.string().trim().min(1).max(40).nullable(),
  /** `Europe/Berlin`; as it is where it is left out. */
  zone: z
    .string()
    .max(60)
    .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/, 'a zone such as Europe/Berlin or UTC')
    .optional(),
  secondFactorRoles: proofRules.secondFactorRoles.max(ROLES.length).optional(),
  reauthenticateFor: proofRules.reauthenticateFor.max(PROOF_ACTS.length).optional(),
  reauthenticateAbove: z.number().nonnegative().nullable().optional(),
  reauthenticateAboveUnit: z
    .record(z.string().min(1).max(20), z.number().nonnegative())
    .refine((units) => Object.keys(units).length <= 50, 'at most 50 units')
    .optional(),
  reauthenticateMinutes: z.number().int().min(1).max(60).optional(),
  plantedShare: attentionRules.plantedShare.optional(),
  consideredLeast: attentionRules.consideredLeast.optional(),
  /** Exact names without port, `docs.example.com`; as they are where they are left out. */
  linkHosts: z.array(hostName).max(LINK_HOSTS_MOST).optional(),
});
export type PutSettingsBody = z.infer<typeof putSettingsBody>;

export const workerShape = z.strictObject({
  id: z.string(),
  host: z.string(),
  registeredAt: timestamp,
  heartbeatAt: timestamp,
  leaseUntil: timestamp,
  /** Whether its lease stands: a worker without one has lost its runs to others. */
  live: z.boolean(),
  runsOwned: z.number().int(),
});
export type WorkerShape = z.infer<typeof workerShape>;

export const aboutShape = z.strictObject({
  version: z.string(),
  /** What journal rows of this process say they were written by. */
  runtimeVersion: z.string(),
  /** Simulated services stand beside it. */
  demo: z.boolean(),
  /** What the OpenID issuer is called that people may sign in at; null: there is none. */
  issuer: z.string().nullable(),
  /** Whom to ask for what one may not do. */
  administrators: z.array(z.strictObject({ name: z.string(), email: z.string() })),
  /** Null for those who may not see it. */
  details: z
    .strictObject({
      url: z.string().nullable(),
      role: z.enum(['all', 'web', 'worker']),
      dispatcher: z.string(),
      /** Connections that one process may hold open. */
      databaseConnections: z.number().int(),
      privateHosts: z.array(z.string()),
      trustedProxies: z.number().int(),
      dataDir: z.string(),
      database: z.strictObject({ version: z.string(), sizeBytes: z.number().int() }),
      workers: z.array(workerShape),
    })
    .nullable(),
});
export type AboutShape = z.infer<typeof aboutShape>;
