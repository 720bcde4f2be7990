// The second factor on the wire: how it stands, how it is set up, and how a person proves again who they are.
import { z } from 'zod';
import { timestamp } from './page';

export const secondFactorShape = z.strictObject({
  /** Since when a code is asked for; null: none is. */
  since: timestamp.nullable(),
  recoveryCodesLeft: z.number().int(),
  /** The person's role needs one where they sign in with a password. */
  required: z.boolean(),
  /** False: the person signs in at the issuer alone, which asks for what it likes. */
  hasPassword: z.boolean(),
  /** How this session began; null for an API key. */
  method: z.enum(['password', 'oidc']).nullable(),
});
export type SecondFactorShape = z.infer<typeof secondFactorShape>;

const password = z.string().min(1).max(1_024);
const code = z.string().trim().min(1).max(40);

export const beginSecondFactorBody = z.strictObject({ password });

/** Told once; asks for nothing until it is confirmed by a code. */
export const begunSecondFactor = z.strictObject({
  /** In base32. */
  secret: z.string(),
  uri: z.string(),
  /** The picture of `uri`: a path of unit squares in a square of `size`. */
  qr: z.strictObject({ size: z.number().int(), path: z.string() }),
});
export type BegunSecondFactor = z.infer<typeof begunSecondFactor>;

export const confirmSecondFactorBody = z.strictObject({ code });
/** Told once: each takes the place of one code, once. */
export const recoveryCodes = z.strictObject({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const removeSecondFactorBody = z.strictObject({ password, code });

/** One of the two. */
export const reauthenticateBody = z
  .strictObject({ password: password.optional(), code: code.optional() })
  .refine(
    (body) => (body.password === undefined) !== (body.code === undefined),
    'needs a password or a code',
  );
export type ReauthenticateBody = z.infer<typeof reauthenticateBody>;

/** Until when it counts. */
export const proofShape = z.strictObject({ until: timestamp });
export type ProofShape = z.infer<typeof proofShape>;
