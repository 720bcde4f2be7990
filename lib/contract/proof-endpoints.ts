// Endpoints by which people prove who they are: a second factor, and once more for what the settings name.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { emailAddress } from './people';
import { optionalReason } from './reason';
import {
  beginSecondFactorBody,
  begunSecondFactor,
  confirmSecondFactorBody,
  proofShape,
  reauthenticateBody,
  recoveryCodes,
  removeSecondFactorBody,
  secondFactorShape,
} from './second-factor';

export const PROOF_ENDPOINTS = {
  readSecondFactor: endpoint({
    id: 'readSecondFactor',
    method: 'GET',
    path: '/me/second-factor',
    summary: 'Whether a code is asked for after one’s password',
    scope: 'signed-in',
    status: 200,
    response: secondFactorShape,
  }),
  // No Idempotency-Key here and below: an answer would have to be kept that is told once, or a hash from which a password can be guessed.
  beginSecondFactor: endpoint({
    id: 'beginSecondFactor',
    method: 'POST',
    path: '/me/second-factor',
    summary: 'Begin to set up one-time codes; their secret is told once',
    scope: 'signed-in',
    body: beginSecondFactorBody,
    status: 200,
    response: begunSecondFactor,
    errors: ['conflict'],
  }),
  confirmSecondFactor: endpoint({
    id: 'confirmSecondFactor',
    method: 'POST',
    path: '/me/second-factor/confirm',
    summary: 'Show with a code that they are set up; recovery codes are told once',
    scope: 'signed-in',
    body: confirmSecondFactorBody,
    status: 200,
    response: recoveryCodes,
    errors: ['conflict'],
  }),
  removeSecondFactor: endpoint({
    id: 'removeSecondFactor',
    method: 'DELETE',
    path: '/me/second-factor',
    summary: 'Ask for no code any more',
    scope: 'signed-in',
    body: removeSecondFactorBody,
    status: 204,
    errors: ['conflict'],
  }),
  resetSecondFactor: endpoint({
    id: 'resetSecondFactor',
    method: 'POST',
    path: '/users/{email}/reset-second-factor',
    summary: 'Take a person’s second factor away, who lost it; their sessions end',
    scope: 'people:write',
    params: z.strictObject({ email: emailAddress }),
    body: optionalReason.optional(),
    status: 204,
    idempotent: true,
    errors: ['not_found', 'conflict'],
  }),
  reauthenticate: endpoint({
    id: 'reauthenticate',
    method: 'POST',
    path: '/session/reauthenticate',
    summary: 'Prove again who one is, for what the settings name',
    scope: 'signed-in',
    body: reauthenticateBody,
    status: 200,
    response: proofShape,
    errors: ['conflict'],
  }),
} as const;
