// What happened to an approval so far, live, and a field to add a word to it.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { MOST_COMMENT_CHARACTERS } from '@/lib/domain/approval-event';
import { approvalHistoryOptions, commentApprovalMutation } from '@/lib/query/approval-acts';
import { messageOf } from '@/lib/query/problem-error';
import { useMay } from '../account/use-me';
import { useIntent } from '../runs/use-intent';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { PaneSection } from '../ui/pane-section';
import { TextArea } from '../ui/text-area';
import { historyText, historyWords } from './history-words';

export function CardHistory({ id }: { id: string }) {
  const { data, error } = useQuery(approvalHistoryOptions(id));
  const mayComment = useMay('runs:write');
  return (
    <PaneSection title="History">
      {data === undefined && error !== null && <p className="text-xs text-muted">{messageOf(error)}</p>}
      <ol aria-label="History" className="text-xs leading-[17px] text-ink-2">
        {data?.items.map((event) => {
          const text = historyText(event);
          return (
            <li key={event.id} className="mb-1.5 last:mb-0 [overflow-wrap:anywhere]">
              <b className="font-medium">{event.actor.label}</b> {historyWords(event)}{' '}
              <span className="text-faint">
                <AbsoluteTime at={event.at} />
              </span>
              {text !== undefined && <q className="mt-0.5 block text-ink">{text}</q>}
            </li>
          );
        })}
      </ol>
      {mayComment && <CommentForm id={id} />}
    </PaneSection>
  );
}

function CommentForm({ id }: { id: string }) {
  const [text, setText] = useState('');
  const intentOf = useIntent();
  const comment = useMutation(commentApprovalMutation());
  const said = text.trim();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (said === '' || comment.isPending) return;
    comment.mutate({ intent: intentOf({ id, said }), id, text: said }, { onSuccess: () => setText('') });
  };
  return (
    <form onSubmit={send} data-editing={said === '' ? undefined : ''} className="mt-2.5 grid gap-2">
      <TextArea
        label="Comment"
        value={text}
        maxLength={MOST_COMMENT_CHARACTERS}
        error={comment.error === null ? undefined : messageOf(comment.error)}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        type="submit"
        className="justify-self-start max-md:min-h-11"
        pending={comment.isPending}
        disabled={said === ''}
      >
        Comment
      </Button>
    </form>
  );
}
