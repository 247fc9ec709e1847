import { Alert } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLiveState } from "../api/live";

// A break that is over at once is nobody's business.
const PATIENCE_MS = 2000;

/** Says that the page is cut off from the server, for as long as it is. */
export function LiveBanner() {
  const { t } = useTranslation("app");
  const broken = useLiveState() === "broken";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!broken) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [broken]);
  return (
    <div role="status">
      {shown && (
        <Alert color="orange" radius={0} icon={<IconPlugConnectedX />} title={t("offline.title")} py="xs">
          {t("offline.body")}
        </Alert>
      )}
    </div>
  );
}
