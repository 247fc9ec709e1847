import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/states";

export default function SearchPage() {
  const { t } = useTranslation("app");
  return <PageHeader title={t("place.search")} />;
}
