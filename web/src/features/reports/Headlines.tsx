import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Code, type Figures, HEADLINES, shown } from "./columns";
import { Definition } from "./Definition";
import classes from "./Reports.module.css";

/** The day in ten figures. */
export function Headlines({ figures }: { figures: Figures }) {
  return (
    <dl className={classes.headlines}>
      {HEADLINES.map((code) => (
        <Headline key={code} code={code} figures={figures} />
      ))}
    </dl>
  );
}

function Headline({ code, figures }: { code: Code; figures: Figures }) {
  const { t } = useTranslation("reports");
  return (
    <div className={classes.headline}>
      <Text component="dt" size="sm" c="dimmed">
        <Definition code={code}>{t(`measure.${code}`)}</Definition>
      </Text>
      <dd>{shown(figures, code)}</dd>
    </div>
  );
}
