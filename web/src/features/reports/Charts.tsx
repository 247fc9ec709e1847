import "@mantine/charts/styles.css";
import { BarChart, LineChart } from "@mantine/charts";
import { Card, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { points } from "./columns";
import classes from "./Reports.module.css";

const HEIGHT = 230;

/** The day as pictures. The tables below say the same, so for who cannot see them they only have a name. */
export default function Charts({ times }: { times: Schema<"ReportLine">[] }) {
  const { t } = useTranslation("reports");
  const data = points(times);
  const still = { isAnimationActive: false };
  return (
    <div className={classes.charts}>
      <Picture title={t("chart.volumes")}>
        <BarChart
          h={HEIGHT}
          data={data}
          dataKey="name"
          withLegend
          barProps={still}
          series={[
            { name: "contacts_in", label: t("measure.contacts_in"), color: "gray.5" },
            { name: "answered", label: t("measure.answered"), color: "ink.6" },
            { name: "abandoned", label: t("measure.abandoned"), color: "red.6" },
          ]}
        />
      </Picture>
      <Picture title={t("chart.level")}>
        <LineChart
          h={HEIGHT}
          data={data}
          dataKey="name"
          unit=" %"
          yAxisProps={{ domain: [0, 100] }}
          connectNulls={false}
          lineProps={still}
          series={[{ name: "service_level", label: t("measure.service_level"), color: "ink.6" }]}
        />
      </Picture>
      <Picture title={t("chart.waits")}>
        <LineChart
          h={HEIGHT}
          data={data}
          dataKey="name"
          connectNulls={false}
          lineProps={still}
          series={[{ name: "wait_average", label: t("chart.waits"), color: "orange.6" }]}
        />
      </Picture>
    </div>
  );
}

function Picture({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation("reports");
  return (
    <Card withBorder padding="md" className={classes.chart}>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      <div role="img" aria-label={t("chart.name", { title })}>
        {children}
      </div>
    </Card>
  );
}
