// Stands between one process and the database: passes bytes, holds them back, cuts, or swallows the answer to what the database has done.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Names of the prepared statements by which commits of runs are written and runs are claimed; they stand in each message that executes one. */
const COMMIT = /commit_/;
const CLAIM = /claim_(due|one)/;

type Link = { readonly near: Socket; readonly far: Socket; answer: 'passes' | 'is awaited' | 'lost' };

export class StallingProxy {
  private readonly links = new Set<Link>();
  private readonly held: (() => void)[] = [];
  private stalls = 0;
  private answersToLose = 0;
  private losesAnswersTo = COMMIT;
  private holdAnswersMs = 0;
  private refuses = false;
  /** Answers that were lost after the database had committed. */
  lostAnswers = 0;

  private constructor(
    private readonly server: Server,
    private targetPort: () => number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async open(targetPort: () => number): Promise<StallingProxy> {
    const server = createServer();
    const proxy = new StallingProxy(server, targetPort);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** The same database through this proxy. */
  through(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port); // safe because a TCP server that listens has one
    return url.href;
  }

  /** Holds every byte back, in both directions, also of connections that are made meanwhile. */
  stall(): void {
    this.stalls += 1;
  }

  flow(): void {
    this.stalls -= 1;
    if (this.stalls > 0) return;
    for (const pass of this.held.splice(0)) pass();
  }

  /** Cuts what is open; until `restore`, what comes is cut too. */
  cut(): void {
    this.refuses = true;
    for (const { near, far } of this.links) {
      near.destroy();
      far.destroy();
    }
  }

  restore(): void {
    this.refuses = false;
  }

  /** The next so many commits are made, and their connections die `holdMs` after the answer should have come. */
  loseCommitAnswers(count: number, holdMs: number): void {
    this.loseAnswers(COMMIT, count, holdMs);
  }

  /** The same of claims. */
  loseClaimAnswers(count: number, holdMs: number): void {
    this.loseAnswers(CLAIM, count, holdMs);
  }

  private loseAnswers(to: RegExp, count: number, holdMs: number): void {
    this.losesAnswersTo = to;
    this.answersToLose = count;
    this.holdAnswersMs = holdMs;
  }

  async close(): Promise<void> {
    this.stalls = 0;
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket): void {
    if (this.refuses) {
      near.destroy();
      return;
    }
    const link: Link = { near, far: connect(this.targetPort(), '127.0.0.1'), answer: 'passes' };
    const { far } = link;
    this.links.add(link);
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.on('data', (bytes) => {
      if (this.isToBeLost(link, bytes)) {
        this.answersToLose -= 1;
        link.answer = 'is awaited';
      }
      this.pass(() => far.write(bytes));
    });
    far.on('data', (bytes) => {
      if (link.answer === 'passes') this.pass(() => near.write(bytes));
      else if (link.answer === 'is awaited') this.lose(link);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {}); // the close that follows is what counts
      one.on('end', () => this.pass(() => other.end()));
      one.on('close', () => {
        this.links.delete(link);
        this.pass(() => other.destroy());
      });
    }
  }

  private isToBeLost({ answer }: Link, bytes: Buffer): boolean {
    return (
      this.answersToLose > 0 && answer === 'passes' && this.losesAnswersTo.test(bytes.toString('latin1'))
    );
  }

  private lose(link: Link): void {
    const { near, far } = link;
    link.answer = 'lost';
    this.lostAnswers += 1;
    setTimeout(() => {
      near.destroy();
      far.destroy();
    }, this.holdAnswersMs).unref();
  }

  /** In order: while something is held, everything that comes after it is held too. */
  private pass(act: () => void): void {
    if (this.stalls > 0) this.held.push(act);
    else act();
  }
}
