import { Button } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./Desk.module.css";

/** On narrow screens: to the view that this was opened from, where there is one. */
export function Back() {
  const { t } = useTranslation("app");
  const { view } = useParams({ strict: false });
  if (!view) return null;
  return (
    <Button
      renderRoot={(props) => <Link {...props} to="/desk/$view" params={{ view }} search={true} />}
      className={classes.back}
      variant="subtle"
      color="gray"
      leftSection={<IconChevronLeft size={18} aria-hidden />}
    >
      {t("pane.back")}
    </Button>
  );
}
