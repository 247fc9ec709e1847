import { IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/problem";
import { Empty } from "../../ui/states";
import { Back } from "./Back";
import classes from "./Desk.module.css";

/** Whether what was shown may not be seen any more: it went to others, or is gone. */
export const isOutOfSight = (query: { data: unknown; error: unknown }): boolean =>
  query.data !== undefined && query.error instanceof Problem && [403, 404].includes(query.error.status);

/** In place of a case that may not be seen any more: nothing of it stays on the screen. */
export function OutOfSight() {
  const { t } = useTranslation("case");
  return (
    <section className={classes.middle} aria-label={t("app:pane.case")}>
      <Back />
      <div role="status">
        <Empty icon={<IconEyeOff size={32} />} title={t("sight.gone")}>
          {t("sight.gone_hint")}
        </Empty>
      </div>
    </section>
  );
}
