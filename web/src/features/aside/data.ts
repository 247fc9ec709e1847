import { $api, type Schema } from "../../api/client";

export type Interaction = Schema<"InteractionView">;
export type Case = Schema<"CaseView">;
export type Overview = Schema<"Overview">;
export type HandOff = Schema<"HandOffView">;

/** The whole customer in one question; what people and feeds say of them asks for it again. */
export function useOverview(customerId: string | null | undefined) {
  return $api.useQuery(
    "get",
    "/api/v1/customers/{customer_id}/overview",
    { params: { path: { customer_id: customerId ?? "" } } },
    {
      enabled: Boolean(customerId),
      meta: { kinds: ["customer", "handle", "relationship", "identity_decision", "case", "interaction"] },
    },
  );
}

export function useInteraction(interactionId: string | null) {
  return $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}",
    { params: { path: { interaction_id: interactionId ?? "" } } },
    { enabled: Boolean(interactionId) },
  );
}

export function useCase(caseId: string | null) {
  return $api.useQuery(
    "get",
    "/api/v1/cases/{case_id}",
    { params: { path: { case_id: caseId ?? "" } } },
    { enabled: Boolean(caseId) },
  );
}

/** Why a contact is in its case: every decision, oldest first. */
export function useDecisions(interactionId: string | null) {
  return $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/decisions",
    { params: { path: { interaction_id: interactionId ?? "" } } },
    { enabled: Boolean(interactionId), meta: { kinds: ["decision"] } },
  );
}

export function useHandOffs(interactionId: string | null) {
  return $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/hand-offs",
    { params: { path: { interaction_id: interactionId ?? "" } } },
    { enabled: Boolean(interactionId), meta: { kinds: ["hand_off"] } },
  );
}

/** The active terms of a vocabulary as choices; those below `parent` where one is given. */
export function useTerms(vocabulary: string | null, parent?: string | null) {
  const query = { status: "active" as const, limit: 200, ...(parent ? { parent } : {}) };
  return $api.useQuery(
    "get",
    "/api/v1/vocabularies/{code}/terms",
    { params: { path: { code: vocabulary ?? "" }, query } },
    { enabled: Boolean(vocabulary), meta: { kinds: ["term"] } },
  );
}

/** What a contact's status lets its agent do. */
const IN_HAND = ["active", "on_hold", "waiting_customer"];
export const isInHand = (status: string): boolean => IN_HAND.includes(status);
export const canWrapUp = (status: string): boolean => [...IN_HAND, "wrap_up"].includes(status);
const WAITING = ["queued", "received", "transferred", "reopened", "offered"];
export const canTransfer = (status: string): boolean => [...IN_HAND, ...WAITING].includes(status);
/** A hand-off takes what is in hand or waits in a queue. */
export const canHandOff = (status: string): boolean => [...IN_HAND, "queued"].includes(status);
const ENDED = ["resolved", "closed", "abandoned"];
export const hasEnded = (status: string): boolean => ENDED.includes(status);
