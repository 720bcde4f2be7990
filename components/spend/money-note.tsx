// What the figures are, and what they are not.

export function MoneyNote() {
  return (
    <p className="border-t border-line px-4 py-2.5 text-xs text-muted max-md:px-3">
      Added up from the journal, at the prices in force when each call was made. A run that is still at work
      counts with what it has spent so far. A call whose answer never came counts as the most that it can have
      cost.
    </p>
  );
}
