interface Props {
  caseId: string | null;
  interactionId: string | null;
  /** Shows or hides the customer's pane. */
  onAside: () => void;
}

/** The case: one story across channels, and the composer. */
export function CasePane({ caseId }: Props) {
  return <div>{caseId}</div>;
}
