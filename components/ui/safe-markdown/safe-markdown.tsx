// Markdown of a model, drawn from its syntax tree: the elements named here and no others, each with nothing but its children. No image is loaded, no
// HTML comes to life, and a link leads to listed hosts only.
import type { ComponentPropsWithoutRef, CSSProperties, ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { cx } from '../class-names';
import { isCalm } from './calm-text';
import { linkTarget, pictureSource } from './link-target';

export type SafeMarkdownProps = {
  /** Without hidden characters: see `normaliseText`. */
  text: string;
  /** Exact names; empty: nothing is a link. */
  linkHosts: readonly string[];
};

/** What can't be read as Markdown in a moment is drawn as it was written. */
export function SafeMarkdown({ text, linkHosts }: SafeMarkdownProps): ReactNode {
  if (!isCalm(text)) return <PlainText text={text} />;
  try {
    // Called and not rendered, so that a tree that is too deep for the parser ends here.
    return (
      <div className="grid min-w-0 gap-2 [overflow-wrap:anywhere]">
        {Markdown({
          children: text,
          remarkPlugins: PLUGINS,
          urlTransform: (url) => url, // judged where it is drawn
          allowedElements: ALLOWED,
          unwrapDisallowed: true,
          components: { ...PARTS, ...linksTo(linkHosts) },
        })}
      </div>
    );
  } catch {
    return <PlainText text={text} />;
  }
}

export function PlainText({ text }: { text: string }) {
  return <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>;
}

const PLUGINS = [remarkGfm];

type Parts = Required<
  Pick<
    Components,
    | 'p'
    | 'h1'
    | 'h2'
    | 'h3'
    | 'h4'
    | 'h5'
    | 'h6'
    | 'strong'
    | 'em'
    | 'del'
    | 'br'
    | 'hr'
    | 'ul'
    | 'ol'
    | 'li'
    | 'blockquote'
    | 'code'
    | 'pre'
    | 'table'
    | 'thead'
    | 'tbody'
    | 'tr'
    | 'th'
    | 'td'
    | 'input'
    | 'img'
  >
>;
type Held = { children?: ReactNode };

/** A heading of the text is none of the page. */
const heading = ({ children }: Held) => <p className="mt-1 font-medium text-ink first:mt-0">{children}</p>;

const PARTS: Parts = {
  p: ({ children }) => <p>{children}</p>,
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  strong: ({ children }) => <strong className="font-medium text-ink">{children}</strong>,
  em: ({ children }) => <em>{children}</em>,
  del: ({ children }) => <del>{children}</del>,
  br: () => <br />,
  hr: () => <hr className="border-line" />,
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal pl-6">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="pl-0.5">{children}</li>,
  blockquote: ({ children }) => (
    <blockquote className="grid gap-2 border-l-2 border-line pl-2.5 text-muted">{children}</blockquote>
  ),
  code: ({ children }) => <code>{children}</code>,
  pre: ({ children }) => (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-[19px] whitespace-pre [overflow-wrap:normal]"
    >
      {children}
    </pre>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="border-collapse text-xs [overflow-wrap:break-word]">{children}</table>
    </div>
  ),
  thead: ({ children }) => <thead className="text-left text-muted">{children}</thead>,
  tbody: ({ children }) => <tbody>{children}</tbody>,
  tr: ({ children }) => <tr className="border-b border-line">{children}</tr>,
  th: ({ children, style }) => (
    <th className={cx('py-1 pr-4 align-bottom font-medium', asideOf(style))}>{children}</th>
  ),
  td: ({ children, style }) => <td className={cx(CELL, asideOf(style))}>{children}</td>,
  input: ({ checked }) => <span>{checked === true ? '☑' : '☐'}</span>,
  img: ({ alt, src }) => (
    <span className="text-muted">
      {`[image: ${alt === undefined || alt === '' ? 'without words' : alt} → ${pictureSource(String(src ?? ''))}]`}
    </span>
  ),
};
const CELL = 'max-w-[32ch] min-w-[6ch] py-1 pr-4 align-top';
/** What the row of dashes asks for. */
function asideOf(style: CSSProperties | undefined): string | undefined {
  return style?.textAlign === 'right'
    ? 'text-right'
    : style?.textAlign === 'center'
      ? 'text-center'
      : undefined;
}
const ALLOWED = ['a', ...Object.keys(PARTS)];

function linksTo(hosts: readonly string[]): Pick<Components, 'a'> {
  return {
    a: ({ href, children }: ComponentPropsWithoutRef<'a'>) => {
      const target = linkTarget(href ?? '', hosts);
      if (target.leads)
        return (
          <>
            <a
              href={target.href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="link underline underline-offset-2"
            >
              {children}
            </a>
            {children !== target.host && <span className="text-muted">{` (${target.host})`}</span>}
          </>
        );
      const { address } = target;
      return (
        <span>
          {children}
          {address !== undefined && children !== address && (
            <span className="text-muted">{` → ${address}`}</span>
          )}
        </span>
      );
    },
  };
}
