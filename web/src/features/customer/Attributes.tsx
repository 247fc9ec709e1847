import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatDate } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { Empty } from "../../ui/states";
import { shown } from "../aside/packet";

/** What every source says of the customer: which value counts and why, and which ones do not. */
export function Attributes({ of }: { of: Schema<"AttributeView">[] }) {
  const { t } = useTranslation("customer");
  if (of.length === 0) return <Empty title={t("attributes.none")}>{t("attributes.none_hint")}</Empty>;
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table verticalSpacing="xs" fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("attributes.name")}</Table.Th>
            <Table.Th>{t("attributes.value")}</Table.Th>
            <Table.Th>{t("attributes.source")}</Table.Th>
            <Table.Th>{t("attributes.why")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {of.flatMap((each) => [
            <Table.Tr key={each.name}>
              <Table.Th scope="row" rowSpan={1 + each.losers.length}>
                {words(each.name)}
              </Table.Th>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {shown(each.value) || "–"}
                </Text>
              </Table.Td>
              <Table.Td>{each.winner ? source(each.winner) : "–"}</Table.Td>
              <Table.Td>{each.why}</Table.Td>
            </Table.Tr>,
            ...each.losers.map((loser) => (
              <Table.Tr key={`${each.name} ${loser.source} ${loser.observed_at} ${shown(loser.value)}`}>
                <Table.Td>
                  <Text size="sm" c="dimmed" td="line-through">
                    {shown(loser.value) || t("attributes.nothing")}
                  </Text>
                </Table.Td>
                <Table.Td>{source(loser)}</Table.Td>
                <Table.Td>{loser.why}</Table.Td>
              </Table.Tr>
            )),
          ])}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const source = (from: Schema<"Provenance"> | Schema<"LosingValue">): string =>
  `${words(from.source)}, ${formatDate(from.observed_at)}`;
