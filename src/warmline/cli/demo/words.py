"""What the demo adds to the customers' words: what each matter is called, and what agents say. Neutral on purpose."""

from typing import NamedTuple


class Matter(NamedTuple):
    """A matter of the dialogues: its codes in the vocabularies, a mail's subject, and what an agent says and does."""

    category: str
    subcategory: str
    subject: str
    asks: str
    answers: str
    disposition: str
    promise: str


MATTERS: dict[str, Matter] = {
    "getproofofinsurance": Matter(
        "policy_documents", "policy_documents.proof", "Proof of insurance for my car",
        "I can send you that. Which car is it for, and what is the name on the policy?",
        "The certificate for this car is on its way to you as a PDF.",
        "document_sent", "Send the certificate of insurance",
    ),
    "checkclaimstatus": Matter(
        "claim", "claim.status", "Status of my claim",
        "I am looking it up. Can you give me the number of the policy or of the claim?",
        "The claim is with the adjuster, who has all documents now. You will hear from us about the settlement.",
        "information_given", "Tell the customer what the adjuster decided",
    ),
    "reportbrokenphone": Matter(
        "claim", "claim.device", "My phone is broken",
        "I am sorry to hear that. When did it happen, and which telephone is it?",
        "The damage is registered. A repair shop near you will call you to make an appointment.",
        "request_registered", "Have the repair shop call the customer",
    ),
    "reportlostcard": Matter(
        "card", "card.lost", "I lost my card",
        "Let us block it at once. Which card is it, and when did you last use it?",
        "The card is blocked. A new one with another number is on its way to your address.",
        "change_made", "Check that the new card has arrived",
    ),
    "replacecard": Matter(
        "card", "card.replace", "Replacement for my card",
        "I can order one. What is wrong with the present card?",
        "The replacement is ordered and takes five working days. The present card works until then.",
        "request_registered", "Check that the replacement has arrived",
    ),
    "updateaddress": Matter(
        "personal_details", "personal_details.address", "My new address",
        "I will change that for you. What is the new address, and from when is it valid?",
        "The new address is in the system. Letters go there from today on.",
        "change_made", "Send a confirmation of the new address",
    ),
    "checkbalance": Matter(
        "account", "account.balance", "Balance of my account",
        "I am looking it up. For which account do you want to know it?",
        "I have sent the balance to your inbox in the app, where only you can read it.",
        "information_given", "Send the statement of the month",
    ),
    "transfermoney": Matter(
        "payment", "payment.transfer", "A transfer from my account",
        "I can help you with that. From which account to which, and how much?",
        "The transfer is made and arrives on the next working day.",
        "request_registered", "Check that the transfer has arrived",
    ),
    "disputecharge": Matter(
        "dispute", "dispute.unauthorised", "A charge that I do not know",
        "Thank you for telling us. Which charge is it, of which day and amount?",
        "The dispute is registered, and the amount is credited for the time of the investigation.",
        "request_registered", "Tell the customer how the dispute ended",
    ),
    "closeaccount": Matter(
        "account", "account.close", "Closing my account",
        "I can arrange that. Which account is it, and where shall the balance go?",
        "The account closes at the end of the month. You will get a final statement.",
        "request_registered", "Send the final statement",
    ),
    "getroutingnumber": Matter(
        "account", "account.numbers", "Routing number",
        "Of course. For which branch or account do you need it?",
        "You find the number on the second page of your statement, and I have sent it to your inbox in the app.",
        "information_given", "Send the account details",
    ),
    "checkoffereligibility": Matter(
        "credit", "", "Am I eligible for the offer?",
        "I am checking that. Which offer do you mean?",
        "The offer is open to you until the end of the month; the terms are on their way to you.",
        "information_given", "Send the terms of the offer",
    ),
    "orderchecks": Matter(
        "payment", "payment.cheque", "New cheques",
        "I can order them. For which account, and how many?",
        "The cheques are ordered and arrive within ten working days.",
        "request_registered", "Check that the cheques have arrived",
    ),
}  # fmt: skip

GREETINGS = (
    "Hello, this is {agent} of Northlight. {asks}",
    "Good day, my name is {agent}. {asks}",
    "Thank you for writing to Northlight, I am {agent}. {asks}",
)
CLOSINGS = ("Is there anything else that I can do for you?", "Please write again if anything is not clear.", "")
NOTES = ("Identity checked by name and number.", "Documents are complete.", "Asked for a call in the afternoon.")
# More answers that a wrap-up's template asks for, by category.
FIELDS: dict[str, dict[str, str]] = {
    "dispute": {"transaction_date": "see the conversation", "amount": "see the conversation"},
    "claim": {},
}
HAND_OFF = "Needs somebody who knows these cases; the customer has been told."
NEXT_STEP = "Look into the file and write to the customer."
