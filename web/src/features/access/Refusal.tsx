import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "../../api/problem";
import { useSaid } from "./words";

/** What the server refused, where it named no field. */
export function Refusal({ error }: { error: unknown }) {
  const said = useSaid();
  if (!error || (error instanceof Problem && error.fields.length > 0)) return null;
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />}>
      {said(error)}
    </Alert>
  );
}
