import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/states";

export default function ResetPasswordPage() {
  const { t } = useTranslation("app");
  return <PageHeader title={t("place.desk")} />;
}
