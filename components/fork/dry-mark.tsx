// Beside the id of a run in lists: that it is a dry fork.
export function DryMark() {
  return (
    <span data-state-of="dry" className="ml-1.5 font-sans text-xs text-state">
      dry
    </span>
  );
}
