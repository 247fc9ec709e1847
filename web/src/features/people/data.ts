import { $api, type Schema } from "../../api/client";

export type Agent = Schema<"Agent">;
export type Role = Schema<"Role">;
export type Team = Schema<"Team">;

const MANY = { params: { query: { limit: 200 } } } as const;

export const useRoles = () => $api.useQuery("get", "/api/v1/roles", MANY);
export const useTeamList = () => $api.useQuery("get", "/api/v1/teams", MANY);
export const useSkillList = () => $api.useQuery("get", "/api/v1/skills", MANY);
export const usePermissions = () =>
  $api.useQuery("get", "/api/v1/permissions", {}, { staleTime: Number.POSITIVE_INFINITY });

export const MEDIA = ["text", "voice", "video", "in_person", "device"] as const;
