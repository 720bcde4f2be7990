// What failed for good: the causes, or the runs of one cause, and how far acts on many of them are. What is shown stands in the URL.
'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { fingerprint } from '@/lib/domain/dead-letter';
import { BulkHistory } from '../bulk/bulk-history';
import { BulkProgress } from '../bulk/bulk-progress';
import { PageHead } from '../ui/page-head';
import { CauseList } from './cause-list';
import { CausePane } from './cause-pane';
import { LettersFilter } from './letters-filter';
import { useLettersView } from './use-letters-view';

const historyParam = parseAsString.withOptions({ history: 'push' });

export function DeadLettersView() {
  const { cause } = useLettersView();
  const [history, setHistory] = useQueryState('bulk', historyParam);
  const [started, setStarted] = useState<readonly string[]>([]);
  const one = fingerprint.safeParse(cause).data;
  return (
    <div className="relative flex h-full flex-col">
      <PageHead title="Dead letters" sub="runs that failed for good, until somebody deals with them" />
      <LettersFilter onHistory={() => void setHistory('*')} />
      <BulkProgress own={started} onDetails={(id) => void setHistory(id)} />
      {one === undefined ? (
        <CauseList />
      ) : (
        <CausePane key={one} fingerprint={one} onStarted={(id) => setStarted([...started, id])} />
      )}
      {history !== null && (
        <BulkHistory
          open={history}
          onOpen={(id) => void setHistory(id, { history: 'replace' })}
          onClose={() => void setHistory(null, { history: 'replace' })}
        />
      )}
    </div>
  );
}
