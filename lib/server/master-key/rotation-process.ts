// A rotation of a test that gets as far as it is told and then stands still, so that it can be killed there.
import { masterKeyOf } from '../../adapters/secrets/master-key';
import { sha256Hex } from '../../adapters/system/hash-text';
import { openDatabase } from '../../store/database';
import { answerCalls } from '../../store/testing/other-process';
import { rotateMasterKey } from './rotate-master-key';

export function rotationCalls(url: string) {
  const db = openDatabase({ url, size: 2, onIdleError: () => {} });
  return {
    /** Answers when `chunks` transactions were committed; the next one never begins. */
    rotateUntil: (next: string, old: string, chunks: number) =>
      new Promise<number>((resolve, reject) => {
        let done = 0;
        const masterKey = masterKeyOf(Buffer.from(next, 'hex'), [Buffer.from(old, 'hex')]);
        const onChunk = () => {
          done += 1;
          if (done < chunks) return;
          resolve(done);
          return new Promise<void>(() => {});
        };
        rotateMasterKey({ db, masterKey, hash: sha256Hex, chunk: 2, onChunk }).catch(reject);
      }),
  };
}

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('whose envelopes?');
answerCalls(rotationCalls(url));
