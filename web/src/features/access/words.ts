import { useTranslation } from "react-i18next";
import { lackOf } from "../../api/plain";
import { Problem } from "../../api/problem";
import { wordsOf } from "../../ui/tell";

const SAID = new Set([
  "sign_in_refused",
  "second_factor_refused",
  "organization_ambiguous",
  "reset_link_unusable",
  "reset_by_mail_off",
  "set_up_token_wrong",
  "set_up_done",
  "address_taken",
]);

/** What a refusal means, in the reader's language where we have it, else in the server's words. */
export function useSaid(): (error: unknown) => string {
  const { t } = useTranslation("access");
  return (error) => {
    if (!(error instanceof Problem)) return wordsOf(error);
    if (SAID.has(error.code)) return t(`problem.${error.code}`);
    if (error.status === 429) return t("problem.too_many");
    return wordsOf(error);
  };
}

/** What is wrong with one field of a form. */
export function useFieldSaid(): (error: unknown, field: string) => string | undefined {
  const { t } = useTranslation("access");
  return (error, field) => {
    if (!(error instanceof Problem)) return undefined;
    const wrong = error.at(field);
    if (wrong === undefined) return undefined;
    const lack = lackOf(wrong.problem);
    if (field === "password" && lack?.key === "short") return t("problem.short");
    if (field === "password" || field === "present") return t("problem.not_your_password");
    if (field === "email" && lack?.key === "form") return t("problem.not_an_address");
    return field === "code" ? t("problem.second_factor_refused") : error.of(field);
  };
}
