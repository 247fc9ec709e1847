import { IconMinus, IconPlus, IconPoint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Aside.module.css";
import { reasonsOf } from "./evidence";

const SIGNS = { for: IconPlus, against: IconMinus, neutral: IconPoint };

/** Evidence in plain words, each piece with a sign for or against. */
export function Reasons({ evidence, most = 5 }: { evidence: readonly unknown[]; most?: number }) {
  const { t } = useTranslation("aside");
  const found = reasonsOf(evidence).slice(0, most);
  if (found.length === 0) return null;
  return (
    <ul className={classes.reasons} aria-label={t("evidence")}>
      {found.map(({ text, side }) => {
        const Sign = SIGNS[side];
        return (
          <li key={text}>
            <Sign size={12} className={classes[side]} role="img" aria-label={t(`side.${side}`)} />
            <span>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
