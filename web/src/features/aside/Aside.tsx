interface Props {
  caseId: string | null;
  interactionId: string | null;
}

/** The customer, and what is known around the case. */
export function Aside({ caseId }: Props) {
  return <div>{caseId}</div>;
}
