import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/states";

export default function SetupPage() {
  const { t } = useTranslation("app");
  return <PageHeader title={t("place.desk")} />;
}
