import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { COLUMNS, type Figures, shown } from "./columns";
import { Definition } from "./Definition";
import classes from "./Reports.module.css";

type Line = Schema<"ReportLine">;

interface Props {
  caption: string;
  lines: Line[];
  total: Figures;
  nameOf: (line: Line) => string;
}

/** All figures of all lines; the first column stays while the rest scrolls. */
export function FigureTable({ caption, lines, total, nameOf }: Props) {
  const { t } = useTranslation("reports");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways can be scrolled by keys.
    <section className={classes.table} aria-label={caption} tabIndex={0}>
      <Table striped fz="sm" horizontalSpacing="sm" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.first}>{caption}</Table.Th>
            {COLUMNS.map(([code]) => (
              <Table.Th key={code} className={classes.number}>
                <Definition code={code}>{t(`measure.${code}`)}</Definition>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Row key={line.key ?? ""} name={nameOf(line)} figures={line.figures} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Row name={t("total")} figures={total} />
        </Table.Tfoot>
      </Table>
    </section>
  );
}

function Row({ name, figures }: { name: string; figures: Figures }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.first}>
        {name}
      </Table.Th>
      {COLUMNS.map(([code]) => (
        <Table.Td key={code} className={classes.number}>
          {shown(figures, code)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
