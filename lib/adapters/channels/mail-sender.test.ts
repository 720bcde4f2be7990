// Mail to real servers on loopback: with TLS and without, with a wrong password, refused, deferred, hung, and out of reach.
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { EgressRefusal } from '../../domain/egress';
import { parsePrivateHosts } from '../egress/private-hosts';
import { type MailServer, type MailServerOptions, startMailServer } from '../testing/mail-server';
import { SECURE_TEST_CERTIFICATE } from '../testing/secure-test-certificate';
import { createMailSender, type MailRequest } from './mail-sender';
import { smtpAddress } from './smtp-address';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});
const start = async (options: MailServerOptions): Promise<MailServer> => {
  const server = await startMailServer(options);
  open.push(server);
  return server;
};

const RAW = 'From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n\r\nline\r\n.dot\r\n';
const refusals: EgressRefusal[] = [];
const send = (port: number, scheme: string, change: Partial<MailRequest> = {}) =>
  createMailSender({
    privateHosts: parsePrivateHosts([`secure.test:${port}`]),
    resolver: async () => ['127.0.0.1'],
    ca: SECURE_TEST_CERTIFICATE,
    onRefused: (refusal) => refusals.push(refusal),
  }).send({
    caller: { kind: 'channel', name: 'ours' },
    server: smtpAddress(`${scheme}secure.test:${port}`),
    tls: 'required',
    from: 'a@example.com',
    to: ['b@example.com'],
    raw: Buffer.from(RAW),
    signal: AbortSignal.timeout(20_000),
    ...change,
  });
const USER = { user: 'ops', pass: 'p@ss word' };
const AS_USER = 'ops:p%40ss%20word@';

describe('the mail sender', () => {
  it.each([
    ['implicit', 'smtps://'],
    ['starttls', 'smtp://'],
  ] as const)('sends over TLS, %s, signed in, the bytes as they are', async (tls, scheme) => {
    const server = await start({ tls, signsIn: USER });
    expect(await send(server.port, scheme + AS_USER)).toEqual({ refused: [] });
    expect(server.taken).toEqual([
      { from: 'a@example.com', to: ['b@example.com'], raw: RAW, secure: true, user: 'ops' },
    ]);
  });

  it('sends nothing where no TLS is offered, and no password in any case', async () => {
    const plain = await start({ tls: 'none', signsIn: USER });
    await expect(send(plain.port, 'smtp://')).rejects.toMatchObject({ class: 'retryable' });
    await expect(send(plain.port, `smtp://${AS_USER}`, { tls: 'optional' })).rejects.toThrow(/no TLS/);
    expect(plain.taken).toEqual([]);
    const open = await start({ tls: 'none' });
    await send(open.port, 'smtp://', { tls: 'optional' });
    expect(open.taken).toMatchObject([{ secure: false, user: null }]);
  });

  it('sends nothing to a server that another authority vouches for', async () => {
    const server = await start({ tls: 'implicit' });
    const sender = createMailSender({
      privateHosts: parsePrivateHosts([`127.0.0.1:${server.port}`]),
      ca: SECURE_TEST_CERTIFICATE,
    });
    const request = {
      caller: { kind: 'channel', name: 'ours' },
      tls: 'required',
      from: 'a@example.com',
      to: ['b@example.com'],
      raw: Buffer.from(RAW),
      signal: AbortSignal.timeout(20_000),
    } as const;
    // The certificate is secure.test's.
    const elsewhere = smtpAddress(`smtps://127.0.0.1:${server.port}`);
    await expect(sender.send({ ...request, server: elsewhere })).rejects.toMatchObject({ status: null });
    expect(server.taken).toEqual([]);
  });

  it('says which answers are for good', async () => {
    const server = await start({ tls: 'starttls', signsIn: USER });
    server.moods.push(451, 554);
    const { port } = server;
    await expect(send(port, `smtp://${AS_USER}`)).rejects.toMatchObject({ status: 451, class: 'retryable' });
    await expect(send(port, `smtp://${AS_USER}`)).rejects.toMatchObject({ status: 554, class: 'fatal' });
    await expect(send(port, 'smtp://ops:wrong@')).rejects.toMatchObject({ status: 535, class: 'retryable' });
    expect(server.taken).toEqual([]);
  });

  it('says whom of several the server did not take it for', async () => {
    const server = await start({ tls: 'implicit' });
    server.refuses.set('gone@example.com', 550).set('full@example.com', 452);
    const to = ['full@example.com', 'b@example.com', 'gone@example.com'];
    expect(await send(server.port, 'smtps://', { to })).toEqual({
      refused: [
        { address: 'full@example.com', status: 452, words: '452 not this mailbox', forGood: false },
        { address: 'gone@example.com', status: 550, words: '550 not this mailbox', forGood: true },
      ],
    });
    expect(server.taken[0]?.to).toEqual(['b@example.com']);
  });

  it('takes it for refused for good only where everybody is', async () => {
    const server = await start({ tls: 'implicit' });
    server.refuses.set('gone@example.com', 550).set('full@example.com', 452);
    const toNobody = (...to: string[]) => send(server.port, 'smtps://', { to });
    await expect(toNobody('gone@example.com')).rejects.toMatchObject({ status: 550, class: 'fatal' });
    // Whatever was said last.
    for (const to of [
      ['full@example.com', 'gone@example.com'],
      ['gone@example.com', 'full@example.com'],
    ])
      await expect(toNobody(...to)).rejects.toMatchObject({ status: 452, class: 'retryable' });
    expect(server.taken).toEqual([]);
  });

  it('gives up a server that hangs, at its greeting and after the message', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', () => resolve()));
    open.push({ close: () => new Promise((resolve) => mute.close(() => resolve())) });
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const soon = () => ({ signal: AbortSignal.timeout(300) });
    await expect(send(port, 'smtp://', soon())).rejects.toMatchObject({ class: 'retryable' });
    const server = await start({ tls: 'implicit' });
    server.moods.push('hang');
    await expect(send(server.port, 'smtps://', soon())).rejects.toMatchObject({ class: 'retryable' });
  });

  it('reaches no private address that is not allowed, and tells of it', async () => {
    const server = await start({ tls: 'none' });
    refusals.length = 0;
    const sender = createMailSender({
      privateHosts: parsePrivateHosts([]),
      resolver: async () => ['127.0.0.1'],
      onRefused: (refusal) => refusals.push(refusal),
    });
    const request = {
      caller: { kind: 'channel', name: 'ours' },
      server: smtpAddress(`smtp://mail.example.com:${server.port}`),
      tls: 'optional',
      from: 'a@example.com',
      to: ['b@example.com'],
      raw: Buffer.from(RAW),
      signal: AbortSignal.timeout(5_000),
    } as const;
    await expect(sender.send(request)).rejects.toMatchObject({ code: 'address_refused' });
    expect(refusals).toEqual([
      { caller: request.caller, host: 'mail.example.com', port: server.port, code: 'address_refused' },
    ]);
  });
});

describe('smtpAddress', () => {
  it('reads host, port and who signs in', () => {
    expect(smtpAddress('smtps://ops:p%40ss@mail.example.com')).toEqual({
      host: 'mail.example.com',
      port: 465,
      implicitTls: true,
      credentials: { user: 'ops', pass: 'p@ss' },
    });
    expect(smtpAddress('smtp://[::1]:2525')).toMatchObject({ host: '::1', port: 2525, credentials: null });
    expect(smtpAddress('smtp://mail')).toMatchObject({ port: 587 });
  });

  it.each([
    '',
    'mail.invalid',
    'https://mail.example.com',
    'smtp://h/path',
    'smtp://u@h',
    'smtp://h?x=1',
    'smtp://u:%E0%A4%A@h',
  ])('refuses %j and repeats nothing of it', (text) => {
    expect(() => smtpAddress(text)).toThrow(/the mail server’s secret/);
    if (text.length > 4) expect(() => smtpAddress(text)).not.toThrow(text);
  });
});
