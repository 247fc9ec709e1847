import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/states";

export default function ProfilePage() {
  const { t } = useTranslation("app");
  return <PageHeader title={t("place.desk")} />;
}
