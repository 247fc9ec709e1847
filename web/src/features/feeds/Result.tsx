import { Alert, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { Problems } from "./Problems";

// So many customers are shown; all are counted.
const SHOWN = 50;
const said = (value: unknown): string =>
  value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** What became of a file, or what would. */
export function Result({ result }: { result: Schema<"FeedResult"> }) {
  const { t } = useTranslation("feeds");
  const clean = !result.refused && !result.partly;
  return (
    <Stack>
      <Alert
        color={clean ? "green" : "yellow"}
        title={t(result.dry_run ? "would" : "did", { count: result.read_rows ?? 0 })}
        styles={{ title: { color: "var(--mantine-color-text)" } }}
      >
        <Text size="sm">
          {(["created", "changed", "unchanged", "partly", "refused"] as const)
            .map((each) => `${t(`count.${each}`)}: ${formatNumber(result[each] ?? 0)}`)
            .join(" · ")}
        </Text>
        {(result.ignored_columns ?? []).length > 0 && (
          <Text size="sm">{t("ignored", { columns: result.ignored_columns?.join(", ") })}</Text>
        )}
      </Alert>
      <Problems problems={result.problems ?? []} />
      {result.dry_run && <Changes rows={result.diff ?? []} />}
    </Stack>
  );
}

function Changes({ rows }: { rows: Schema<"CustomerDiff">[] }) {
  const { t } = useTranslation("feeds");
  const changes = rows
    .filter((row) => row.action !== "unchanged")
    .slice(0, SHOWN)
    .flatMap((row) => row.attributes.map((attribute) => ({ row, attribute })));
  if (changes.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Caption>{t("changes", { count: SHOWN })}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {(["key", "attribute", "before", "given", "after"] as const).map((each) => (
              <Table.Th key={each}>{t(`column.${each}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ row, attribute }) => (
            <Table.Tr key={`${row.row}-${attribute.name}`}>
              <Table.Th scope="row">{row.key}</Table.Th>
              <Table.Td>{attribute.name}</Table.Td>
              <Table.Td>{said(attribute.shown_before)}</Table.Td>
              <Table.Td>{said(attribute.given)}</Table.Td>
              <Table.Td>
                {said(attribute.shown_after)}
                {!attribute.wins && (
                  <Text size="xs" c="dimmed">
                    {attribute.why}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
