import { Text, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import classes from "./Reports.module.css";

function useDefinitions() {
  return $api.useQuery(
    "get",
    "/api/v1/reports/measures",
    {},
    {
      staleTime: Number.POSITIVE_INFINITY,
      meta: { live: false },
      select: (all) => new Map(all.map((each) => [each.code, each])),
    },
  );
}

/** The name of a measure; what it counts comes up on hover and on focus. */
export function Definition({ code, children }: { code: string; children: ReactNode }) {
  const { t } = useTranslation("reports");
  const measure = useDefinitions().data?.get(code);
  const words = measure && (
    <>
      <Text size="xs">{measure.numerator}</Text>
      {measure.denominator && <Text size="xs">{t("divided", { by: measure.denominator })}</Text>}
      {measure.policy && <Text size="xs">{measure.policy}</Text>}
    </>
  );
  return (
    <Tooltip label={words} multiline w={300} disabled={!words}>
      <button type="button" className={classes.definition}>
        {children}
      </button>
    </Tooltip>
  );
}
