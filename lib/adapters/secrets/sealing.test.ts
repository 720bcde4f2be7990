import { describe, expect, it } from 'vitest';
import { MasterKeyError, masterKeyOf, newMasterKeyText, parseMasterKey } from './master-key';
import { keyIdOf, openSecret, sealSecret } from './sealing';

const key = masterKeyOf(new Uint8Array(32).fill(7));
const other = masterKeyOf(new Uint8Array(32).fill(8));

describe('the master key', () => {
  it('is the same from hex, base64 and base64url', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const ids = [bytes.toString('hex'), bytes.toString('base64'), ` ${bytes.toString('base64url')}\n`].map(
      (text) => parseMasterKey(text).id,
    );
    expect(new Set(ids)).toEqual(new Set([masterKeyOf(bytes).id]));
  });

  it('differs in its id from any other, and shows nothing of itself', () => {
    expect(key.id).not.toBe(other.id);
    expect(key.id).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(key)).not.toContain('07070707');
  });

  it('can be made', () => {
    const text = newMasterKeyText();
    expect(parseMasterKey(text).id).toMatch(/^[0-9a-f]{16}$/);
    expect(newMasterKeyText()).not.toBe(text);
  });

  it.each(['', 'c2hvcnQ=', 'x'.repeat(64), 'a'.repeat(63), 'not-a-key-at-all-secret-value'])(
    'refuses %j without showing it',
    (text) => {
      expect(() => parseMasterKey(text)).toThrow(MasterKeyError);
      if (text !== '') expect(() => parseMasterKey(text)).not.toThrow(text);
    },
  );
});

describe('sealing', () => {
  it.each(['s3cret', '', 'päßwörd\n😀\u0000', 'x'.repeat(16_384)])(
    'opens what it sealed (%.10j)',
    (value) => {
      expect(openSecret(sealSecret(value, 'DB', 1, key), key)).toBe(value);
    },
  );

  it('writes format, key id, nonce, tag and a ciphertext that does not show the value', () => {
    const { envelope } = sealSecret('s3cret', 'DB', 1, key);
    expect(envelope[0]).toBe(1);
    expect(keyIdOf(envelope)).toBe(key.id);
    expect(envelope.byteLength).toBe(1 + 8 + 12 + 16 + 's3cret'.length);
    expect(Buffer.from(envelope).includes('s3cret')).toBe(false);
  });

  it('never writes the same envelope twice', () => {
    const seen = Array.from({ length: 100 }, () =>
      Buffer.from(sealSecret('s3cret', 'DB', 1, key).envelope).toString('hex'),
    );
    expect(new Set(seen).size).toBe(100);
  });

  it('does not open under another name, another version or another key', () => {
    const sealed = sealSecret('s3cret', 'DB', 1, key);
    expect(() => openSecret({ ...sealed, name: 'DB2' }, key)).toThrow(/another name or version/);
    expect(() => openSecret({ ...sealed, version: 2 }, key)).toThrow(/another name or version/);
    expect(() => openSecret(sealed, other)).toThrow(/another master key/);
  });

  it('does not open when any bit has changed, or any byte is missing', () => {
    const sealed = sealSecret('s3cret', 'DB', 1, key);
    for (let i = 0; i < sealed.envelope.byteLength; i += 1) {
      const envelope = Uint8Array.from(sealed.envelope);
      envelope[i] = (envelope[i] ?? 0) ^ 1;
      expect(() => openSecret({ ...sealed, envelope }, key)).toThrow(
        expect.objectContaining({ code: 'secret_unreadable', class: 'fatal' }),
      );
      const shorter = sealed.envelope.subarray(0, i);
      expect(() => openSecret({ ...sealed, envelope: shorter }, key)).toThrow(/can not be opened/);
    }
  });

  it('does not open what was taken over from another envelope, nor with a shorter tag', () => {
    const a = sealSecret('s3cret one', 'DB', 1, key);
    const b = sealSecret('s3cret two', 'DB', 2, key);
    expect(() => openSecret({ ...a, envelope: b.envelope }, key)).toThrow(/another name or version/);
    // Nonce and tag of one with the text of the other.
    const mixed = Uint8Array.from([...a.envelope.subarray(0, 37), ...b.envelope.subarray(37)]);
    expect(() => openSecret({ ...a, envelope: mixed }, key)).toThrow(/was changed/);
    // A tag of 12 bytes would be taken for one by GCM, were its length not told.
    const cut = Uint8Array.from([...a.envelope.subarray(0, 33), ...a.envelope.subarray(37)]);
    expect(() => openSecret({ ...a, envelope: cut }, key)).toThrow(/can not be opened/);
  });

  it('opens with the key that sealed it while that one is given, and seals with the one in force', () => {
    const ring = masterKeyOf(new Uint8Array(32).fill(8), [new Uint8Array(32).fill(7)]);
    const old = sealSecret('s3cret', 'DB', 1, key);
    expect(openSecret(old, ring)).toBe('s3cret');
    expect(keyIdOf(sealSecret('s3cret', 'DB', 1, ring).envelope)).toBe(other.id);
    // An envelope that names another key than the one it was sealed with.
    const forged = Uint8Array.from(old.envelope);
    forged.set(Buffer.from(other.id, 'hex'), 1);
    expect(() => openSecret({ ...old, envelope: forged }, ring)).toThrow(/was changed/);
  });
});
