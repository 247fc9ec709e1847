import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatNumber, formatShare } from "../../lib/format";

export interface Figure {
  id: string;
  /** Null where there is nothing to count. */
  before: number | null;
  after: number | null;
  share?: boolean;
}

interface Share {
  part: number;
  whole: number;
}

/** A share of a dry run as one number; null of nothing. */
export const shareOf = ({ part, whole }: Share): number | null => (whole > 0 ? part / whole : null);

/** What a dry run says: figures as they are and as they would be. */
export function BeforeAfter({ caption, figures }: { caption: string; figures: Figure[] }) {
  const { t } = useTranslation("policies");
  const shown = (figure: Figure, value: number | null) =>
    value === null ? "–" : figure.share ? formatShare(value, 1) : formatNumber(value);
  return (
    <div role="status">
      <Table mt="sm" maw={620} verticalSpacing={4}>
        <Table.Caption>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("figure")}</Table.Th>
            <Table.Th ta="right">{t("before")}</Table.Th>
            <Table.Th ta="right">{t("after")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Th scope="row" fw={400}>
                {t(`figures.${each.id}`)}
              </Table.Th>
              <Table.Td ta="right">{shown(each, each.before)}</Table.Td>
              <Table.Td ta="right">
                <Text span inherit fw={each.before === each.after ? 400 : 650}>
                  {shown(each, each.after)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
