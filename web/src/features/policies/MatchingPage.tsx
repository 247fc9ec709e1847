import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { Guarded } from "../../ui/Guarded";
import { Loaded, PageHeader } from "../../ui/states";
import { ContinuityForm } from "./ContinuityForm";
import { IdentityForm } from "./IdentityForm";

export default function MatchingPage() {
  return (
    <Guarded needs={["org.manage"]}>
      <Matching />
    </Guarded>
  );
}

/** From which scores contacts are put to customers and cases, with a dry run before a change holds. */
function Matching() {
  const { t } = useTranslation(["policies", "admin"]);
  const identity = $api.useQuery("get", "/api/v1/identity/settings", {}, { staleTime: 0 });
  const continuity = $api.useQuery("get", "/api/v1/continuity/settings", {}, { staleTime: 0 });
  return (
    <>
      <PageHeader title={t("admin:page.matching")}>{t("matching_about")}</PageHeader>
      <Loaded query={identity}>
        {(found) => <IdentityForm settings={found} readAgain={() => identity.refetch()} />}
      </Loaded>
      <Loaded query={continuity}>
        {(found) => <ContinuityForm settings={found} readAgain={() => continuity.refetch()} />}
      </Loaded>
    </>
  );
}
