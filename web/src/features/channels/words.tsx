import { useTranslation } from "react-i18next";
import type { Words } from "../../ui/SchemaForm";

/** The words of a connector's settings, where the catalogue has them. */
export function useSettingWords(connector: string): Words {
  const { t, i18n } = useTranslation("channels");
  const said = (key: string): string | undefined => (i18n.exists(`channels:${key}`) ? t(key as "title") : undefined);
  return {
    label: (name) => said(`setting.${connector}.${name}.label`),
    hint: (name) => said(`setting.${connector}.${name}.hint`),
    option: (name, value) => said(`option.${name}.${value}`) ?? said(`option.any.${value}`),
  };
}

/** A connector's name and what it is for; one that the catalogue does not know says it itself. */
export function useConnectorWords() {
  const { t, i18n } = useTranslation("channels");
  return (code: string, name: string) => ({
    name: i18n.exists(`channels:connector.${code}.name`) ? t(`connector.${code}.name` as "title") : name,
    what: i18n.exists(`channels:connector.${code}.what`) ? t(`connector.${code}.what` as "title") : "",
  });
}
