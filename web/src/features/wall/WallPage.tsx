import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/states";

export default function WallPage() {
  const { t } = useTranslation("app");
  return <PageHeader title={t("place.wall")} />;
}
