import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PLACES, type Place } from "./progress";
import classes from "./Steps.module.css";

/** How far one is. */
export function Steps({ place }: { place: Place }) {
  const { t } = useTranslation("access");
  const here = PLACES.indexOf(place);
  return (
    <ol className={classes.steps} aria-label={t("setup.steps")}>
      {PLACES.map((each, number) => (
        <li
          key={each}
          className={classes.step}
          aria-current={number === here ? "step" : undefined}
          data-done={number < here || undefined}
        >
          <span className={classes.mark} aria-hidden>
            {number < here ? <IconCheck size={14} /> : number + 1}
          </span>
          <span className={classes.name}>
            {t(`setup.place.${each}`)}
            {number < here && <span className="visually-hidden"> ({t("setup.step_done")})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
