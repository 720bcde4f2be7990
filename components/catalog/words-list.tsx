// A configuration in plain words: names at the left, sentences at the right, parted by hairlines.

export type Said = { readonly name: string; readonly value: string; readonly mono?: true };

export function WordsList({ words }: { words: readonly Said[] }) {
  return (
    <dl className="pb-3">
      {words.map((said) => (
        <div
          key={said.name}
          className="grid grid-cols-[112px_minmax(0,1fr)] gap-3 border-t border-line-soft px-4 py-2 max-md:grid-cols-1 max-md:gap-0 max-md:px-3"
        >
          <dt className="text-muted">{said.name}</dt>
          <dd className={said.mono === true ? 'mono [overflow-wrap:anywhere]' : '[overflow-wrap:anywhere]'}>
            {said.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
