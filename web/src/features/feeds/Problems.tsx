import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";

/** Rows that were wrong, and what to do about each. */
export function Problems({ problems }: { problems: Schema<"RowProblem">[] }) {
  const { t } = useTranslation("feeds");
  if (problems.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Caption>{t("problems_hint")}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {(["row", "key", "problem"] as const).map((each) => (
              <Table.Th key={each}>{t(`column.${each}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {problems.map((each, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row may have several problems, and they never move.
            <Table.Tr key={place}>
              <Table.Th scope="row">{each.row}</Table.Th>
              <Table.Td>{each.key ?? "–"}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {each.problem}
                <Text size="xs" c="dimmed">
                  {t(each.refused ? "row_refused" : "row_partly")}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
