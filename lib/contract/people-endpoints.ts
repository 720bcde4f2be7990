// Endpoints of people and their passwords.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { pageQuery } from './page';
import {
  changePasswordBody,
  emailAddress,
  linkAllowed,
  putUserAnswer,
  putUserBody,
  temporaryPassword,
  userPage,
  userShape,
} from './people';
import { optionalReason } from './reason';

const byEmail = z.strictObject({ email: emailAddress });

export const PEOPLE_ENDPOINTS = {
  listUsers: endpoint({
    id: 'listUsers',
    method: 'GET',
    path: '/users',
    summary: 'People who may sign in, by e-mail',
    scope: 'people:write',
    query: pageQuery,
    status: 200,
    response: userPage,
  }),
  readUser: endpoint({
    id: 'readUser',
    method: 'GET',
    path: '/users/{email}',
    summary: 'Read a person',
    scope: 'people:write',
    params: byEmail,
    status: 200,
    response: userShape,
  }),
  putUser: endpoint({
    id: 'putUser',
    method: 'PUT',
    path: '/users/{email}',
    summary:
      'Add a person, or change role, name or whether they may sign in; a new person’s password is told once',
    scope: 'people:write',
    params: byEmail,
    body: putUserBody,
    status: 200,
    response: putUserAnswer,
    errors: ['conflict'],
  }),
  // No Idempotency-Key: the first answer would have to be kept, and with it the password.
  resetPassword: endpoint({
    id: 'resetPassword',
    method: 'POST',
    path: '/users/{email}/reset-password',
    summary: 'Give a person a temporary password, told once; their sessions end',
    scope: 'people:write',
    params: byEmail,
    body: optionalReason.optional(),
    status: 200,
    response: temporaryPassword,
    errors: ['conflict'],
  }),
  allowLink: endpoint({
    id: 'allowLink',
    method: 'POST',
    path: '/users/{email}/link',
    summary: 'Let the next sign-in at the issuer with this e-mail address be taken for this person',
    scope: 'people:write',
    params: byEmail,
    body: optionalReason.optional(),
    status: 200,
    response: linkAllowed,
    idempotent: true,
    errors: ['conflict'],
  }),
  // No Idempotency-Key: a hash of the request would have to be kept, from which a password can be guessed.
  changePassword: endpoint({
    id: 'changePassword',
    method: 'POST',
    path: '/me/password',
    summary: 'Choose another password; every other session of one’s own ends',
    scope: 'signed-in',
    body: changePasswordBody,
    status: 204,
    errors: ['conflict'],
  }),
} as const;
