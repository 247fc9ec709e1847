import type { Schema } from "../../api/client";

/** One reason why a case is like another. */
export interface Why {
  what: "objects" | "subcategory" | "category" | "words" | "meaning";
  of: string[];
}

// From how near two vectors are the two mean the same, for people.
const MEANS_THE_SAME = 0.6;

/** Why a case is like this one, what proves most first. */
export function whyAlike(
  it: Pick<Schema<"SimilarCase">, "objects" | "words" | "same_category" | "same_subcategory" | "meaning">,
): Why[] {
  const found: Why[] = [];
  if (it.objects.length > 0) found.push({ what: "objects", of: it.objects.map((each) => each.external_id) });
  if (it.same_subcategory) found.push({ what: "subcategory", of: [] });
  else if (it.same_category) found.push({ what: "category", of: [] });
  if (it.words.length > 0) found.push({ what: "words", of: it.words });
  if (it.meaning !== null && it.meaning >= MEANS_THE_SAME) found.push({ what: "meaning", of: [] });
  return found;
}
