// Several gates as one: each is asked in turn, and what an earlier one gave is given up where a later one refuses.
import type { GateAnswer, GateRequest, Gates, Pass } from '@/lib/ports/gates';

export function gatesInTurn(gates: readonly Gates[]): Gates {
  return {
    async enter(request: GateRequest): Promise<GateAnswer> {
      const passes: Pass[] = [];
      const abandon = () => {
        for (const pass of passes) pass.abandon();
      };
      try {
        for (const gate of gates) {
          const answer = await gate.enter(request);
          if (!answer.passed) {
            abandon();
            return answer;
          }
          passes.push(answer.pass);
        }
      } catch (cause) {
        abandon();
        throw cause;
      }
      return {
        passed: true,
        pass: {
          settle: (outcome) => {
            for (const pass of passes) pass.settle(outcome);
          },
          abandon,
        },
      };
    },
  };
}
