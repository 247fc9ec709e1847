import { IconLock } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/me";
import { Empty } from "./states";

/** A page for whoever has any of these permissions. Who loses them while it is open is told so, at once. */
export function Guarded({ needs, children }: { needs: string[]; children: ReactNode }) {
  const { t } = useTranslation("admin");
  const me = useMe();
  const allowed = me.may(...needs);
  const was = useRef(allowed);
  if (allowed) {
    was.current = true;
    return <>{children}</>;
  }
  return (
    <div role="alert">
      <Empty icon={<IconLock size={32} />} title={t(was.current ? "guarded.taken" : "guarded.absent")}>
        {t("guarded.why", { permission: needs.join(", ") })}
      </Empty>
    </div>
  );
}
